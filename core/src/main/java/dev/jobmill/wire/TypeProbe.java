package dev.jobmill.wire;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/// Looks for types that can never make the round trip through JSON, without a value of them. What
/// is in doubt passes: an application that works must start. Records are looked at without the
/// mapper, which would cost every start the making of readers that are needed later, if at all.
final class TypeProbe {
  private final JsonMapper mapper;
  private final Set<JavaType> seen = new HashSet<>();

  TypeProbe(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /// What is wrong, and the mend; null when nothing is known against the type.
  @Nullable String complaint(@Nullable JavaType type) {
    if (type == null || type.isPrimitive() || type.isEnumType() || !seen.add(type)) {
      return null;
    }
    if (type.isContainerType() || type.isReferenceType()) {
      return complaint(type.getContentType());
    }
    Class<?> raw = type.getRawClass();
    if (raw.isHidden() || raw.isSynthetic()) {
      return "is the class of a lambda, which has no content: use a record";
    }
    if (raw.isRecord()) {
      return ofComponents(type);
    }
    boolean own = !raw.getName().startsWith("java.");
    if (own && !raw.isInterface() && isInner(raw)) {
      return shown(raw)
          + " is an inner class, which belongs to an instance of another: make it"
          + " static, or a record";
    }
    String unreadable = unreadable(type);
    return unreadable == null && own && isWrittenEmpty(type)
        ? shown(raw) + " has fields that are not written: make it a record, or give it getters"
        : unreadable;
  }

  /// What annotations say about a record or a component may well make it readable.
  private @Nullable String ofComponents(JavaType type) {
    if (type.getRawClass().getAnnotations().length > 0) {
      return null;
    }
    for (RecordComponent component : type.getRawClass().getRecordComponents()) {
      if (!isAnnotated(type.getRawClass(), component)) {
        JavaType of =
            mapper
                .getTypeFactory()
                .resolveMemberType(component.getGenericType(), type.getBindings());
        String complaint = complaint(of);
        if (complaint != null) {
          return "in '" + component.getName() + "', " + complaint;
        }
      }
    }
    return null;
  }

  /// An annotation on a component goes to those of its parts that it may stand on.
  private static boolean isAnnotated(Class<?> raw, RecordComponent component) {
    return component.getAnnotations().length > 0
        || component.getAccessor().getAnnotations().length > 0
        || Arrays.stream(raw.getDeclaredFields())
            .filter(field -> field.getName().equals(component.getName()))
            .anyMatch(field -> field.getAnnotations().length > 0);
  }

  private static boolean isInner(Class<?> raw) {
    return raw.isAnonymousClass()
        || ((raw.isMemberClass() || raw.isLocalClass()) && !Modifier.isStatic(raw.getModifiers()));
  }

  /// A document without fields tells whether the mapper knows how to make a value at all: what the
  /// value itself says of the missing fields does not matter.
  private @Nullable String unreadable(JavaType type) {
    try {
      mapper.readValue("{}", type);
      return null;
    } catch (InvalidDefinitionException impossible) {
      Class<?> raw = type.getRawClass();
      if (raw.isInterface() || Modifier.isAbstract(raw.getModifiers())) {
        return shown(raw)
            + " does not say which class to make of it: use a record, or say it with"
            + " @JsonTypeInfo";
      }
      return shown(raw)
          + " cannot be made from JSON: make it a record, or give it a constructor without"
          + " arguments and setters ("
          + impossible.getOriginalMessage().lines().findFirst().orElse("")
          + ")";
    } catch (JacksonException | LinkageError other) {
      return null;
    }
  }

  private boolean isWrittenEmpty(JavaType type) {
    Class<?> raw = type.getRawClass();
    return raw.getAnnotations().length == 0
        && Arrays.stream(raw.getDeclaredFields()).anyMatch(TypeProbe::isContent)
        && mapper._serializationContext().introspectBeanDescription(type).findProperties().stream()
            .noneMatch(property -> property.couldSerialize());
  }

  private static boolean isContent(Field field) {
    return !field.isSynthetic()
        && !Modifier.isStatic(field.getModifiers())
        && !Modifier.isTransient(field.getModifiers());
  }

  private static String shown(Class<?> raw) {
    return raw.getTypeName();
  }
}
