package dev.jobmill.torture;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// The C library's `qsort` with an order that sorts: each comparison begins another sort, until the
/// stack of the thread has no room. An error that is thrown inside of a call from native code, or a
/// fault in that code, ends the virtual machine.
@SuppressWarnings("restricted")
final class NativeRecursion {
  private static final MemorySegment TWO_BYTES = Arena.global().allocate(2);
  private static final MethodHandle SORT = sort();
  private static final MemorySegment ORDER = order();

  private NativeRecursion() {}

  static void descend() {
    try {
      SORT.invokeExact(TWO_BYTES, 2L, 1L, ORDER);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable other) {
      throw new IllegalStateException("native code throws no exceptions of its own", other);
    }
  }

  private static MethodHandle sort() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("qsort"),
        FunctionDescriptor.ofVoid(
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS));
  }

  private static MemorySegment order() {
    try {
      MethodHandle compare =
          MethodHandles.lookup()
              .findStatic(
                  NativeRecursion.class,
                  "compare",
                  MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
      return Linker.nativeLinker()
          .upcallStub(
              compare,
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
              Arena.global());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("bug: compare is not found", impossible);
    }
  }

  /// Found by its name; never private, since native code calls it.
  static int compare(MemorySegment one, MemorySegment other) {
    descend();
    return 0;
  }
}
