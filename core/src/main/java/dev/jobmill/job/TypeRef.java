package dev.jobmill.job;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/// A way to write a type with its arguments, such as `new TypeRef<List<Invoice>>() {}`.
///
/// @param <T> the type
public abstract class TypeRef<T> {
  private final Type type;

  /// Called by the anonymous subclass that names the type.
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType self)) {
      throw new InvalidRequest(
          "a TypeRef without its type: write new TypeRef<List<String>>() {} with the argument");
    }
    this.type = self.getActualTypeArguments()[0];
  }

  private TypeRef(Type type) {
    this.type = type;
  }

  /// A type without arguments.
  public static <T> TypeRef<T> of(Class<T> type) {
    return new Plain<>(type);
  }

  private static final class Plain<T> extends TypeRef<T> {
    private Plain(Class<T> type) {
      super(type);
    }
  }

  /// The type that was written.
  public Type type() {
    return type;
  }
}
