package io.clickreel;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.clickreel.clickhouse.StreamedBody;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Which room may know which. */
@AnalyzeClasses(packages = "io.clickreel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule aContractKnowsNeitherCamelNorKafkaNorClickHouse = noClasses()
            .that()
            .resideInAPackage("..contract..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "org.apache.kafka..", "com.clickhouse..");

    /** Values are made of bytes, whoever brings them. */
    @ArchTest
    static final ArchRule aRegistryKnowsNeitherCamelNorKafkaNorClickHouse = noClasses()
            .that()
            .resideInAPackage("..registry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.camel..",
                    "org.apache.kafka..",
                    "com.clickhouse..",
                    "io.clickreel.kafka..",
                    "io.clickreel.clickhouse..");

    /** Else a start without a registry would load them. */
    @ArchTest
    static final ArchRule onlyTheRegistryKnowsAvroAndProtobuf = noClasses()
            .that()
            .resideOutsideOfPackage("..registry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.avro..", "com.google.protobuf..", "com.squareup.wire..");

    /** A sample may come from anywhere. */
    @ArchTest
    static final ArchRule inferenceKnowsNeitherCamelNorKafkaNorClickHouse = noClasses()
            .that()
            .resideInAPackage("..infer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.camel..",
                    "org.apache.kafka..",
                    "com.clickhouse..",
                    "io.clickreel.kafka..",
                    "io.clickreel.clickhouse..");

    @ArchTest
    static final ArchRule kafkaKnowsNeitherCamelNorClickHouse = noClasses()
            .that()
            .resideInAPackage("io.clickreel.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "com.clickhouse..");

    /** The embedded one is a server, and has its format and its checksums from ClickHouse's library. */
    @ArchTest
    static final ArchRule onlyOneRoomAsksClickHouse = noClasses()
            .that()
            .resideOutsideOfPackages("io.clickreel.clickhouse..", "io.clickreel.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.clickhouse..", "java.sql..");

    @ArchTest
    static final ArchRule whatCommandsDoKnowsNoCamel = noClasses()
            .that()
            .resideInAnyPackage(
                    "..audit..",
                    "..redrive..",
                    "..replay..",
                    "..schema..",
                    "..embedded..",
                    "..stream..",
                    "..newstream..",
                    "..trial..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule onlyWhatRunsKnowsTheEmbeddedServices = noClasses()
            .that()
            .resideOutsideOfPackages("..embedded..", "io.clickreel.run..")
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

    /** They show what health knows, and pass on what run does. */
    @ArchTest
    static final ArchRule beansKnowNeitherKafkaNorClickHouse = noClasses()
            .that()
            .resideInAPackage("..jmx..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.clickreel.kafka..", "io.clickreel.clickhouse..");

    @ArchTest
    static final ArchRule oneClassOpensKafkasAdminClient = noClasses()
            .that()
            .doNotBelongToAnyOf(KafkaAdmin.class)
            .should()
            .callMethodWhere(target(owner(assignableTo(Admin.class))).and(target(name("create"))));

    /** Camel makes the others, by KafkaClients. */
    @ArchTest
    static final ArchRule whoMakesAClientOfKafkaHasItsPropertiesFromOneClass = classes()
            .that(new DescribedPredicate<>("make consumers or producers of Kafka") {
                @Override
                public boolean test(JavaClass one) {
                    return !one.isAssignableTo(Consumer.class)
                            && one.getConstructorCallsFromSelf().stream()
                                    .map(call -> call.getTargetOwner())
                                    .anyMatch(made ->
                                            made.isAssignableTo(Consumer.class) || made.isAssignableTo(Producer.class));
                }
            })
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ClientProperties.class);

    @ArchTest
    static final ArchRule whatAFileHoldsAndWhatAQuestionAsksKnowNoRoute = noClasses()
            .that()
            .resideInAnyPackage("..films.file..", "..dashboard.questions..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "io.vertx..", "software.amazon..");

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

    /** Settings and the sentences of failures are everybody's; the main class is in cli. */
    @ArchTest
    static final ArchRule theTopPackageKnowsNoOther = noClasses()
            .that()
            .resideInAPackage("io.clickreel")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.clickreel.*..");

    @ArchTest
    static final ArchRule noPackageKnowsTheOneThatItIsIn = noClasses()
            .that()
            .resideInAPackage("io.clickreel.*.*..")
            .should(new ArchCondition<>("depend on a class of a package around its own") {
                @Override
                public void check(JavaClass inner, ConditionEvents events) {
                    inner.getDirectDependenciesFromSelf().stream()
                            .filter(dependency ->
                                    isAround(dependency.getTargetClass().getPackageName(), inner.getPackageName()))
                            .forEach(dependency -> events.add(
                                    SimpleConditionEvent.satisfied(dependency, dependency.getDescription())));
                }
            });

    private static boolean isAround(String outer, String inner) {
        return outer.startsWith("io.clickreel.") && inner.startsWith(outer + ".");
    }
}
