package dev.creditledger;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may know what. A rule about a room that is not built yet holds; the first test sees to it that every module is read. */
class ArchitectureTest {
    private static final String DOMAIN = "dev.creditledger.domain..";
    private static final String LOG = "dev.creditledger.log..";
    private static final String COMMANDS = "dev.creditledger.commands..";
    private static final String PROJECTIONS = "dev.creditledger.projections..";
    private static final String API = "dev.creditledger.api..";

    private static final List<String> BAD_ENDINGS = List.of("Impl", "Util", "Utils", "Helper", "Manager", "Mapper");
    private static final Set<String> BAD_PACKAGES = Set.of("common", "util", "utils", "helper", "helpers", "impl");

    private static JavaClasses ledger;

    @BeforeAll
    static void read_the_compiled_modules() {
        ledger = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // The jar of test classes that other modules' tests use.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .withImportOption(location -> !location.contains("dev/creditledger/projections/schema/"))
                .importPackages("dev.creditledger");
    }

    @ParameterizedTest
    @ValueSource(strings = {"domain", "log", "commands", "projections", "api"})
    void every_module_is_read(String module) {
        assertThat(ledger.stream().map(JavaClass::getPackageName)).anyMatch(name -> inModule(name, module));
    }

    @ParameterizedTest
    @CsvSource({
        "domain,      domain",
        "log,         log domain",
        "commands,    commands log domain",
        "projections, projections log domain",
        "api,         api projections domain",
    })
    void a_module_knows_only_those_below_it(String module, String known) {
        DescribedPredicate<JavaClass> another = describe(
                "in a module it may not know",
                type -> type.getPackageName().startsWith("dev.creditledger.")
                        && Stream.of(known.split(" ")).noneMatch(name -> inModule(type.getPackageName(), name)));

        holds(noClasses()
                .that()
                .resideInAPackage("dev.creditledger." + module + "..")
                .should()
                .dependOnClassesThat(another));
    }

    @Test
    void the_domain_uses_the_jdk_and_itself() {
        holds(classes()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", DOMAIN, "org.jspecify.annotations"));
    }

    @Test
    void the_domain_holds_no_clock() {
        holds(noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .orShould()
                .callMethod(System.class, "nanoTime"));
    }

    @Test
    void nothing_but_the_application_reads_the_machines_clock() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(DOMAIN, LOG, COMMANDS, PROJECTIONS)
                .should()
                .callMethodWhere(describe(
                        "it reads the machine's clock",
                        call -> targets(call, "java.time.", "now")
                                || targets(call, "java.lang.System", "currentTimeMillis"))));
    }

    @Test
    void the_domain_mints_no_random_id() {
        holds(noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random"));
    }

    @Test
    void the_domain_counts_exactly() {
        DescribedPredicate<JavaClass> inexact = describe(
                "inexact",
                type -> Set.of("double", "float", "java.lang.Double", "java.lang.Float")
                        .contains(type.getName()));
        holds(fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(DOMAIN)
                .should()
                .notHaveRawType(inexact));
        holds(methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(DOMAIN)
                .should()
                .notHaveRawReturnType(inexact));
    }

    @Test
    void only_the_write_side_touches_the_life_of_an_aggregate() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(COMMANDS)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.axonframework.modelling.command.AggregateLifecycle"));
    }

    @Test
    void the_application_knows_no_aggregate() {
        holds(noClasses()
                .that()
                .resideInAPackage(API)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.axonframework.modelling..", "org.axonframework.commandhandling.."));
    }

    @Test
    void jooq_stands_in_the_log_and_in_the_projection_that_uses_it() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(LOG, PROJECTIONS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jooq.."));
    }

    @Test
    void the_web_stays_in_the_application() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(API)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet.."));
    }

    @Test
    void an_account_knows_nothing_of_what_is_built_on_it() {
        holds(noClasses()
                .that()
                .resideInAPackage("dev.creditledger.domain.account..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.creditledger.domain.session..",
                        "dev.creditledger.domain.quota..",
                        "dev.creditledger.domain.subscription.."));
    }

    @Test
    void packages_form_no_cycle() {
        holds(slices().matching("dev.creditledger.(**)").should().beFreeOfCycles());
    }

    @Test
    void names_say_what_a_thing_is() {
        DescribedPredicate<JavaClass> nameless =
                describe("named for anything", type -> BAD_ENDINGS.stream().anyMatch(type.getSimpleName()::endsWith));
        DescribedPredicate<JavaClass> anywhere = describe(
                "in a package for anything",
                type -> Stream.of(type.getPackageName().split("\\.")).anyMatch(BAD_PACKAGES::contains));
        holds(noClasses().should(be(nameless)).orShould(be(anywhere)));
    }

    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(ledger);
    }

    private static boolean inModule(String packageName, String module) {
        return (packageName + ".").startsWith("dev.creditledger." + module + ".");
    }

    private static boolean targets(JavaCall<?> call, String owner, String method) {
        return call.getTargetOwner().getName().startsWith(owner)
                && call.getName().equals(method);
    }
}
