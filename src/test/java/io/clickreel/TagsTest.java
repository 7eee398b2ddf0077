package io.clickreel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.s3.EmbeddedS3;
import io.clickreel.testing.BrowserPage;
import io.clickreel.testing.UpProcess;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.annotation.Testable;

/** The tag by which {@code mvn -Pquick verify} leaves tests out stands where it has to, and nowhere else. */
@AnalyzeClasses(packages = "io.clickreel", importOptions = ImportOption.OnlyIncludeTests.class)
class TagsTest {
    private static final String SERVICES = "services";

    /** All that starts a service, a browser or a Clickreel: whatever reaches one of these through other test classes needs it. */
    private static final Set<String> STARTERS = Set.of(
            EmbeddedServices.class.getName(),
            EmbeddedS3.class.getName(),
            "io.clickreel.embedded.clickhouse.ChildServer",
            UpProcess.class.getName(),
            BrowserPage.class.getName());

    @ArchTest
    static final ArchRule testsThatNeedServicesAndNoOthersAreTagged = classes()
            .that(new DescribedPredicate<>("have tests") {
                @Override
                public boolean test(JavaClass testClass) {
                    return !testClass.getModifiers().contains(JavaModifier.ABSTRACT)
                            && testClass.getMethods().stream().anyMatch(TagsTest::isTest);
                }
            })
            .should(new ArchCondition<>("have @Tag(\"" + SERVICES + "\") if they start a service, and only then") {
                @Override
                public void check(JavaClass testClass, ConditionEvents events) {
                    String starter = starterReachedFrom(testClass);
                    boolean tagged = isTagged(testClass);
                    if (tagged != (starter != null)) {
                        events.add(SimpleConditionEvent.violated(
                                testClass,
                                testClass.getName()
                                        + (tagged
                                                ? " has the tag and starts no service: take it away, so that the quick run has it"
                                                : " has no tag and reaches " + starter + ": give it @Tag(\"" + SERVICES
                                                        + "\"), so that the quick run leaves it out")));
                    }
                }
            });

    private static boolean isTest(JavaMethod method) {
        return method.isMetaAnnotatedWith(Testable.class);
    }

    /** JUnit inherits it. */
    private static boolean isTagged(JavaClass testClass) {
        return testClass.getAllClassesSelfIsAssignableTo().stream()
                .anyMatch(one -> one.tryGetAnnotationOfType(Tag.class)
                        .filter(tag -> tag.value().equals(SERVICES))
                        .isPresent());
    }

    private static String starterReachedFrom(JavaClass testClass) {
        Set<String> seen = new HashSet<>();
        Deque<JavaClass> open = new ArrayDeque<>(Set.of(testClass));
        while (!open.isEmpty()) {
            for (Dependency dependency : open.pop().getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (STARTERS.contains(target.getName())) {
                    return target.getName();
                }
                if (isOfTests(target) && seen.add(target.getName())) {
                    open.push(target);
                }
            }
        }
        return null;
    }

    private static boolean isOfTests(JavaClass one) {
        return one.getSource()
                .filter(source -> source.getUri().toString().contains("/test-classes/"))
                .isPresent();
    }
}
