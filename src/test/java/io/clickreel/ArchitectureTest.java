package io.clickreel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.clickreel.clickhouse.StreamedBody;

/** Which room may know which. */
@AnalyzeClasses(packages = "io.clickreel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule aClickKnowsNeitherCamelNorKafkaNorClickHouse = noClasses()
            .that()
            .resideInAPackage("..click..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "org.apache.kafka..", "com.clickhouse..");

    @ArchTest
    static final ArchRule theAuditTheSchemaRunnerAndTheEmbeddedServicesKnowNoCamel = noClasses()
            .that()
            .resideInAnyPackage("..audit..", "..schema..", "..embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule onlyTheOperationsKnowTheEmbeddedServices = noClasses()
            .that()
            .resideOutsideOfPackages("..embedded..", "..ops..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..embedded..");

    @ArchTest
    static final ArchRule whatBrowsersMayAskKnowsNoServer = noClasses()
            .that()
            .resideInAPackage("..clickreel.http..")
            .and()
            .doNotHaveSimpleName("RequestHeads")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "io.vertx..", "org.gaul..", "com.sun..");

    /**
     * Camel keeps each object on which an expression of a route calls a method, if any method of its class takes a
     * CamelContext or an Exchange: 60,000 dead letters a second, until the heap was full.
     */
    @ArchTest
    static final ArchRule bodiesKnowNoCamel = noClasses()
            .that()
            .implement(StreamedBody.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.clickreel.(*)..").should().beFreeOfCycles();
}
