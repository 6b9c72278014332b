package imagefactory.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("imagefactory.cli");

    @Test
    void onlyWiringNamesAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackage("imagefactory.cli.wiring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "imagefactory.oci..",
                        "imagefactory.scanner..",
                        "imagefactory.builder..",
                        "imagefactory.kargo..",
                        "imagefactory.source..")
                .check(CLI);
    }

    @Test
    void commandsLoadNoLibraryBeforeTheyRun() {
        noClasses()
                .that()
                .resideInAnyPackage("imagefactory.cli", "imagefactory.cli.terminal", "imagefactory.cli.local")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "java.net.http..", "org.apache.kafka..")
                .check(CLI);
    }

    @Test
    void textIsMadeWithoutReadingAnything() {
        noClasses()
                .that()
                .resideInAPackage("imagefactory.cli.text")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "java.net.http..", "java.io..", "java.nio..", "picocli..")
                .check(CLI);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("imagefactory.cli.(*)..").should().beFreeOfCycles().check(CLI);
    }
}
