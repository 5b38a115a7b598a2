package dev.creditledger.commands.account;

import static dev.creditledger.domain.Decision.reject;

import dev.creditledger.domain.Command;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountRejection;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.hamcrest.CustomTypeSafeMatcher;

/** Axon's fixture in the words of this ledger. */
final class AccountFixture {

    private final AggregateTestFixture<AccountAggregate> axon = new AggregateTestFixture<>(AccountAggregate.class);

    AccountFixture() {
        axon.registerCommandTargetResolver(message ->
                new VersionedAggregateIdentifier((Object) ((Command) message.getPayload()).aggregate(), null));
    }

    Given given(AccountEvent... events) {
        return new Given(axon.given((Object[]) events));
    }

    record Given(TestExecutor<AccountAggregate> axon) {

        Result when(AccountCommand command) {
            return when(command, Map.of());
        }

        Result when(AccountCommand command, Map<String, ?> cause) {
            return new Result(axon.when(command, cause));
        }
    }

    record Result(ResultValidator<AccountAggregate> axon) {

        Result expectEvents(AccountEvent... events) {
            axon.expectSuccessfulHandlerExecution().expectEvents((Object[]) events);
            return this;
        }

        Result expectNoEvents() {
            axon.expectNoEvents();
            return this;
        }

        void expectMetaData(List<Map<String, ?>> ofEvents) {
            axon.expectEventsMatching(
                    new CustomTypeSafeMatcher<List<EventMessage<?>>>("events with meta data " + ofEvents) {
                        @Override
                        protected boolean matchesSafely(List<EventMessage<?>> events) {
                            return events.stream()
                                    .map(event -> Map.copyOf(event.getMetaData()))
                                    .toList()
                                    .equals(ofEvents);
                        }
                    });
        }

        void expectRejection(AccountRejection reason) {
            axon.expectResultMessagePayload(reject(reason));
        }
    }
}
