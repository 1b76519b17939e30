import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.sqlite.util.OSInfo;

/// Makes the libraries of a fresh build quick to start, once. Run by `jobmill` from source.
///
/// - Class files older than Java 6 (picocli's) are brought to Java 8: the JVM keeps no others in an AOT cache, and
///   checks them by a slow method at every start.
/// - SQLite's native library is laid beside the jars: its driver would unpack it at every start.
class Prepare {
  private static final int OLDEST_MAJOR = 50;
  private static final int JAVA_8 = 52;

  /// Takes the folder of the jars, and the folder for native libraries.
  public static void main(String[] arguments) throws IOException {
    Path jars = Path.of(arguments[0]);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(jars, "picocli-*.jar")) {
      for (Path jar : all) {
        modernise(jar);
      }
    }
    layNative(Path.of(arguments[1]));
  }

  private static void modernise(Path jar) throws IOException {
    Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
    boolean any = false;
    try (ZipFile old = new ZipFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
      for (ZipEntry entry : Collections.list(old.entries())) {
        byte[] bytes = old.getInputStream(entry).readAllBytes();
        byte[] young = entry.getName().endsWith(".class") ? modernise(bytes) : bytes;
        any |= young != bytes;
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(young);
        out.closeEntry();
      }
    }
    if (any) {
      Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.delete(fresh);
    }
  }

  private static byte[] modernise(byte[] bytes) {
    ClassFile format =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(Prepare.class.getClassLoader())
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    ClassModel old = format.parse(bytes);
    if (old.majorVersion() >= OLDEST_MAJOR) {
      return bytes;
    }
    return format.transformClass(
        old,
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen(ClassTransform.endHandler(made -> made.withVersion(JAVA_8, 0))));
  }

  private static void layNative(Path folder) throws IOException {
    String library = System.mapLibraryName("sqlitejdbc");
    String inJar = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + library;
    try (var in = OSInfo.class.getResourceAsStream(inJar)) {
      if (in == null) {
        return;
      }
      Files.createDirectories(folder);
      Path fresh = folder.resolve(library + ".new");
      try (OutputStream out = Files.newOutputStream(fresh)) {
        in.transferTo(out);
      }
      Files.move(fresh, folder.resolve(library), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
