package dev.jobmill.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.jobmill.job.InvalidRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The arrows of ARCHITECTURE.md and the habits of CONTRIBUTING.md, as rules. Each rule is shown to
/// be able to fail: the classes in `offenders` break every one of them.
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.jobmill");
  private static final JavaClasses OFFENDERS =
      new ClassFileImporter().importPackages("dev.jobmill.architecture.offenders");

  private static final Map<String, ArchRule> RULES = rules();

  private static Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put(
        "clocks and chance are read in the time package only",
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.jobmill.time..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random"));
    rules.put(
        "nothing static can change",
        fields().that().areStatic().should().haveModifier(JavaModifier.FINAL));
    rules.put(
        "names say what a thing is",
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Processor")
            .orShould()
            .haveSimpleNameStartingWith("Abstract"));
    rules.put(
        "core depends on little",
        classes()
            .should()
            .onlyDependOnClassesThat(
                resideInAPackage("java..")
                    .or(resideInAPackage("dev.jobmill.."))
                    .or(resideInAPackage("org.slf4j.."))
                    .or(resideInAPackage("jdk.jfr.."))
                    .or(resideInAPackage("tools.jackson.."))
                    .or(resideInAPackage("com.fasterxml.jackson.annotation.."))
                    .or(resideInAPackage("org.jspecify.."))));
    rules.put(
        "Jackson stays behind the wire package",
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.jobmill.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson.."));
    rules.put(
        "no reflection looks for code",
        noClasses()
            .should()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.ServiceLoader"));
    return rules;
  }

  @TestFactory
  Stream<DynamicTest> coreKeepsTheRule() {
    return RULES.entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(CORE)));
  }

  @TestFactory
  Stream<DynamicTest> anOffenderIsFound() {
    return RULES.entrySet().stream()
        .map(rule ->
            DynamicTest.dynamicTest(
                rule.getKey(),
                () -> assertThat(rule.getValue().evaluate(OFFENDERS).hasViolation()).isTrue()));
  }

  @TestFactory
  Stream<DynamicTest> packagesPointOneWay() {
    return Stream.of(
        DynamicTest.dynamicTest(
            "no cycles",
            () ->
                slices()
                    .matching("dev.jobmill.(**)")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(
                        resideInAPackage("dev.jobmill.schedule"), type(InvalidRequest.class))
                    .check(CORE)),
        DynamicTest.dynamicTest(
            "allowed arrows",
            () ->
                layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("time")
                    .definedBy("dev.jobmill.time")
                    .layer("job")
                    .definedBy("dev.jobmill.job")
                    .layer("schedule")
                    .definedBy("dev.jobmill.schedule")
                    .layer("store")
                    .definedBy("dev.jobmill.store")
                    .layer("memory")
                    .definedBy("dev.jobmill.store.memory")
                    .layer("wire")
                    .definedBy("dev.jobmill.wire")
                    .layer("loop")
                    .definedBy("dev.jobmill.loop")
                    .layer("client")
                    .definedBy("dev.jobmill.client")
                    .layer("notice")
                    .definedBy("dev.jobmill.notice")
                    .layer("upkeep")
                    .definedBy("dev.jobmill.upkeep")
                    .layer("worker")
                    .definedBy("dev.jobmill.worker")
                    .layer("mill")
                    .definedBy("dev.jobmill")
                    .whereLayer("time")
                    .mayNotAccessAnyLayer()
                    .whereLayer("schedule")
                    .mayNotAccessAnyLayer()
                    .whereLayer("job")
                    .mayOnlyAccessLayers("schedule", "time")
                    .whereLayer("store")
                    .mayOnlyAccessLayers("schedule", "job", "time")
                    .whereLayer("memory")
                    .mayOnlyAccessLayers("store", "schedule", "job", "time")
                    .whereLayer("wire")
                    .mayOnlyAccessLayers("schedule", "job")
                    .whereLayer("loop")
                    .mayOnlyAccessLayers("job", "time")
                    .whereLayer("notice")
                    .mayOnlyAccessLayers("loop", "store", "job", "time")
                    .whereLayer("client")
                    .mayOnlyAccessLayers("notice", "store", "schedule", "job", "time")
                    .whereLayer("upkeep")
                    .mayOnlyAccessLayers("loop", "store", "job", "time")
                    .whereLayer("worker")
                    .mayOnlyAccessLayers("notice", "upkeep", "loop", "store", "job", "time")
                    .whereLayer("mill")
                    .mayNotBeAccessedByAnyLayer()
                    .ignoreDependency(
                        resideInAPackage("dev.jobmill.schedule"), type(InvalidRequest.class))
                    .check(CORE)));
  }
}
