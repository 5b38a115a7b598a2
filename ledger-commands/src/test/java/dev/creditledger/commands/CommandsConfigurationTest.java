package dev.creditledger.commands;

import static dev.creditledger.commands.Samples.ALICE;
import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.Samples.open;
import static dev.creditledger.commands.bus.Node.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.bus.BusSettings;
import dev.creditledger.commands.clock.ClockSettings;
import dev.creditledger.commands.due.DueSettings;
import dev.creditledger.commands.due.DueSettlement;
import dev.creditledger.commands.node.NodeSettings;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.dispatch.ConfiguredQuotas;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.DueAccounts;
import dev.creditledger.domain.dispatch.FirstPrices;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.PriceDesk;
import dev.creditledger.domain.dispatch.QuotaDesk;
import dev.creditledger.domain.dispatch.RunningSessions;
import dev.creditledger.domain.dispatch.ThisNode;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.log.LogConfiguration;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.vault.MasterKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class CommandsConfigurationTest {

    @Test
    void the_write_side_starts_with_its_defaults_and_finishes_what_it_accepted() {
        try (var database = TestDatabase.fresh()) {
            Dispatch dispatch;
            try (var context = new AnnotationConfigApplicationContext()) {
                context.registerBean(DataSource.class, database::app);
                context.registerBean(MasterKey.class, database::masterKey);
                context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
                context.registerBean(InstantSource.class, () -> InstantSource.fixed(NOON));
                context.registerBean(DueAccounts.class, () -> (_, _, _) -> List.of());
                context.registerBean(RunningSessions.class, () -> (_, _, _) -> List.of());
                context.registerBean(FirstPrices.class, () -> CommandsConfigurationTest::opening);
                context.registerBean(ConfiguredQuotas.class, () -> () -> TierQuotas.NONE);
                context.register(LogConfiguration.class, CommandsConfiguration.class);
                context.refresh();

                assertThat(context.getBean(BusSettings.class))
                        .isEqualTo(new BusSettings(1, 10_000, 1_000, 200_000, 500));
                assertThat(context.getBean(ClockSettings.class)).isEqualTo(new ClockSettings(Duration.ofSeconds(5)));
                assertThat(context.getBean(DueSettings.class)).isEqualTo(new DueSettings(Duration.ofSeconds(5)));
                assertThat(context.getBean(NodeSettings.class)).isEqualTo(new NodeSettings(Duration.ofMinutes(1)));
                assertThat(context.getBean(ThisNode.class).id()).isNotEqualTo("");
                dispatch = context.getBean(Dispatch.class);
                assertThat(dispatch.submit(submission(open(ALICE), "open")).join())
                        .isInstanceOf(Outcome.Accepted.class);
                assertThat(context.getBean(PriceDesk.class).current().version()).isEqualTo(1);
                assertThat(context.getBean(QuotaDesk.class).current()).isEqualTo(TierQuotas.NONE);
                assertThat(context.getBean(DueSettlement.class).settle()).isEqualTo(2);
            }
            assertThat(dispatch.submit(submission(deduct(ALICE, 1, "late"), "late"))
                            .join())
                    .isEqualTo(new Outcome.Unavailable("the server is shutting down"));
        }
    }

    private static OpenBook opening(Instant at) {
        return new OpenBook(
                BigDecimal.ONE,
                new FixedPercentage(BigDecimal.TWO),
                List.of(),
                new SubjectId("settings"),
                FreeText.NONE,
                at);
    }
}
