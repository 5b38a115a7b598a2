package dev.creditledger.domain.root;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Authorization;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Standing;
import dev.creditledger.domain.quota.QuotaCommand;
import dev.creditledger.domain.quota.QuotaEvent;
import dev.creditledger.domain.session.Live;
import dev.creditledger.domain.session.LowBalance;
import dev.creditledger.domain.session.Metering;
import dev.creditledger.domain.session.SessionCommand;
import dev.creditledger.domain.session.SessionEvent;
import dev.creditledger.domain.session.SessionRejection.SessionsRunning;
import dev.creditledger.domain.subscription.Subscribing;
import dev.creditledger.domain.subscription.Subscription;
import dev.creditledger.domain.subscription.SubscriptionCommand;
import dev.creditledger.domain.subscription.SubscriptionEvent;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All that is decided together for one account: its credits, its subscription, its live sessions and their quotas.
 *
 * <p>{@link #decide} first applies what is due at the command's time, in the order in which it happened, and puts those
 * events before its own; a rejection computes as if they had happened. At one instant the credits come first, so that a
 * period's lots have expired before the next period begins.
 */
public record AccountRoot(Account account, Optional<Subscription> subscription, Live live, LowBalance lowBalance) {

    public static AccountRoot unopened(AccountId id) {
        return new AccountRoot(Account.unopened(id), Optional.empty(), Live.NOTHING, LowBalance.NONE);
    }

    public AccountId id() {
        return account.id();
    }

    public Decision<BoundEvent, Rejection> decide(BoundCommand command) {
        var due = due(command.at());
        return evolve(due).judge(command).after(due);
    }

    private Decision<BoundEvent, Rejection> judge(BoundCommand command) {
        return switch (command) {
            case CloseAccount _
            when !live.running().isEmpty() ->
                Decision.reject(new SessionsRunning(id(), live.running().size()));
            case AccountCommand asked ->
                switch (account.judge(asked, standing())) {
                    case Accepted<AccountEvent, ?>(var events) -> new Accepted<>(List.copyOf(events));
                    case Rejected<AccountEvent, ?>(var reason) -> new Rejected<>(reason);
                };
            case SubscriptionCommand asked ->
                new Subscribing(account, subscription, account.timeOf(asked.at())).of(asked);
            case SessionCommand asked ->
                new Metering(account, standing(), live, lowBalance, account.timeOf(asked.at())).of(asked);
            case QuotaCommand asked -> live.quotas().decide(asked, account, account.timeOf(asked.at()));
            default -> throw new IllegalArgumentException("nothing in an account decides " + command.getClass());
        };
    }

    private Standing standing() {
        return subscription.map(Subscription::standing).orElse(Standing.FREE);
    }

    /** The account at {@code now}, with what has become due. */
    public AccountRoot settled(Instant now) {
        return evolve(due(now));
    }

    /** Whether {@code amount} may be spent at {@code now}. */
    public Authorization authorize(Credits amount, Instant now) {
        var then = settled(now);
        return then.account.authorize(amount, then.standing());
    }

    /** The id whose past the command needs, because this state has closed what it is about. */
    public Optional<UUID> missing(BoundCommand command) {
        return switch (command) {
            case AccountCommand.FollowUp about -> settled(command.at()).account.missing(about);
            case SessionCommand.FollowUp about ->
                live.find(about.session()).isPresent() ? Optional.empty() : Optional.of(about.refersTo());
            default -> Optional.empty();
        };
    }

    /** What has become due at {@code now}, in the order in which it happened. */
    public List<? extends BoundEvent> due(Instant now) {
        return renewsAt().filter(at -> !account.timeOf(now).isBefore(at)).isPresent()
                ? dueWithRenewals(account.timeOf(now))
                : account.due(now);
    }

    private Optional<Instant> renewsAt() {
        return subscription.flatMap(Subscription::renewsAt);
    }

    private List<BoundEvent> dueWithRenewals(Instant now) {
        var events = new ArrayList<BoundEvent>();
        var state = this;
        for (var next = state.nextDue(now); !next.isEmpty(); next = state.nextDue(now)) {
            events.addAll(next);
            state = state.evolve(next);
        }
        return events;
    }

    private List<? extends BoundEvent> nextDue(Instant now) {
        var credits = account.nextDue(now);
        var renewsAt = renewsAt().orElse(Instant.MAX);
        return credits.isPresent() && !credits.get().occurredAt().isAfter(renewsAt)
                ? List.of(credits.get())
                : new Subscribing(account, subscription, now).renewal();
    }

    AccountRoot evolve(List<? extends BoundEvent> events) {
        var root = this;
        for (var event : events) {
            root = root.evolve(event);
        }
        return root;
    }

    public AccountRoot evolve(BoundEvent event) {
        return switch (event) {
            case AccountEvent of ->
                new AccountRoot(account.evolve(of), subscription.map(it -> it.noting(of)), live, lowBalance.after(of));
            case SubscriptionEvent of ->
                new AccountRoot(account.at(of.bookedAt()), Optional.of(evolved(of)), live, lowBalance.after(of));
            case SessionEvent of ->
                new AccountRoot(
                        account.moved(of.moves()).at(of.bookedAt()),
                        subscription,
                        live.evolve(of),
                        lowBalance.after(of));
            case QuotaEvent of -> new AccountRoot(account.at(of.bookedAt()), subscription, live.evolve(of), lowBalance);
            default -> throw new IllegalArgumentException("nothing in an account is changed by " + event.getClass());
        };
    }

    private Subscription evolved(SubscriptionEvent event) {
        return subscription.map(known -> known.evolve(event)).orElseGet(() -> {
            if (event instanceof SubscriptionChanged first) {
                return Subscription.of(first);
            }
            throw new IllegalArgumentException("a subscription begins before it is renewed");
        });
    }
}
