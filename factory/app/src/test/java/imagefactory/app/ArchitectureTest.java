package imagefactory.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms of the house, and which door leads where. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("imagefactory");
    private static final String ROOT = "imagefactory.";

    @Test
    void coreTouchesTheJdkAndThreeLibrariesOnly() {
        classes()
                .that()
                .resideInAPackage("imagefactory.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "imagefactory.core..",
                        "org.yaml.snakeyaml..",
                        "com.fasterxml.jackson.annotation..",
                        "org.jspecify.annotations..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("imagefactory.core..")
                .and()
                .resideOutsideOfPackage("imagefactory.core.catalog..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.yaml..")
                .check(HOUSE);
    }

    static Stream<String> rooms() {
        return Stream.concat(packages("imagefactory.core"), packages("imagefactory.app"));
    }

    /** What its package-info says that it touches, and nothing else of the house. */
    @ParameterizedTest
    @MethodSource("rooms")
    void aPackageTouchesWhatItSays(String room) throws IOException {
        var said = said(room);
        var touched = HOUSE.stream()
                .filter(type -> type.getPackageName().equals(room))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(type -> type.getPackageName().startsWith(ROOT))
                .filter(type -> !type.getPackageName().equals(room))
                .map(type -> word(room, type))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(said).as("%s says that it touches %s", room, said).containsAll(touched);
    }

    @Test
    void theArrowsPointFromTheOutsideIn() {
        mayOnlySee("imagefactory.oci..", "imagefactory.core..");
        mayOnlySee("imagefactory.trust..", "imagefactory.core..");
        mayOnlySee("imagefactory.source..", "imagefactory.core..");
        mayOnlySee("imagefactory.scanner..", "imagefactory.core..");
        mayOnlySee("imagefactory.kargo..", "imagefactory.core..");
        mayOnlySee("imagefactory.builder..", "imagefactory.core..", "imagefactory.oci..", "imagefactory.source..");
        mayOnlySee("imagefactory.local..", "imagefactory.local..");
    }

    @Test
    void onlyWiringNamesAdapters() {
        noClasses()
                .that()
                .resideInAPackage("imagefactory.app..")
                .and()
                .resideOutsideOfPackage("imagefactory.app.wiring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "imagefactory.builder..",
                        "imagefactory.scanner..",
                        "imagefactory.source..",
                        "imagefactory.oci.http..",
                        "imagefactory.oci.layout..",
                        "imagefactory.kargo..")
                .check(HOUSE);
    }

    @Test
    void nobodySeesTheWiring() {
        noClasses()
                .that()
                .resideOutsideOfPackage("imagefactory.app.wiring..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("imagefactory.app.wiring..")
                .check(HOUSE);
    }

    @Test
    void stagesKnowNeitherCamelNorSql() {
        noClasses()
                .that()
                .resideInAPackage("imagefactory.app.stage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.camel..", "java.sql..", "javax.sql..", "org.jdbi..", "imagefactory.app.store..")
                .check(HOUSE);
    }

    @Test
    void onlyRoutesAndTheWiringKnowCamel() {
        noClasses()
                .that()
                .resideOutsideOfPackages("imagefactory.app.route..", "imagefactory.app.wiring..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(HOUSE);
    }

    @Test
    void onlyTheStoreSpeaksSql() {
        noClasses()
                .that()
                .resideOutsideOfPackages("imagefactory.app.store..", "imagefactory.app.wiring..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.jdbi.v3.core.Jdbi")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.jdbi.v3.core.Handle")
                .check(HOUSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "oci", "app", "builder"})
    void thePackagesOfAModuleHaveNoCycle(String module) {
        slices().matching(ROOT + module + ".(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void everyPackageIsNullMarked() {
        var unmarked = HOUSE.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(room -> !room.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName);

        assertThat(unmarked).isEmpty();
    }

    /** A credential helper is called so by docker. */
    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .that()
                .doNotHaveSimpleName("CredentialHelper")
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Service")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(HOUSE);
    }

    @Test
    void nothingGoesThroughAShell() {
        noClasses()
                .should()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class, String[].class)
                .check(HOUSE);
    }

    private static void mayOnlySee(String room, String... others) {
        var inside = Stream.concat(Stream.of(room), Stream.of(others)).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("imagefactory..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(inside)))
                .check(HOUSE);
    }

    private static Stream<String> packages(String module) {
        return HOUSE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(module + "."))
                .filter(name -> !name.equals("imagefactory.app.wiring"))
                .distinct()
                .sorted();
    }

    /** The name of a package of the same module, or of another module as a whole. */
    private static String word(String room, JavaClass type) {
        var parts = List.of(type.getPackageName().split("\\."));
        var module = List.of(room.split("\\.")).get(1);
        return parts.get(1).equals(module) ? parts.get(2) : parts.get(1);
    }

    private static Set<String> said(String room) throws IOException {
        var module = room.startsWith("imagefactory.core") ? "../core" : ".";
        var file = Path.of(module, "src/main/java", room.replace('.', '/'), "package-info.java");
        var text = Files.readString(file).replaceAll("\\s+\\*?\\s*", " ");
        var found = Pattern.compile("Touches ([^.;]*)").matcher(text);
        assertThat(found.find()).as("%s says what it touches", file).isTrue();
        return Stream.of(found.group(1).split(",| and ")).map(String::strip).collect(Collectors.toSet());
    }
}
