package dev.creditledger.api.demo.live;

import dev.creditledger.api.demo.DemoTiers;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import java.util.List;
import java.util.Optional;

/**
 * One session, and the account and user it is of: each has one.
 *
 * @param credits that the account has before
 * @param quota seconds an hour, when its account has one of its own
 */
record Visit(
        AccountId account,
        DemoTiers tier,
        Credits credits,
        String feature,
        String channel,
        String languages,
        Life life,
        Optional<Long> quota,
        List<Act> acts) {

    Visit {
        acts = List.copyOf(acts);
    }

    /** What is done to it at this step, if anything is. */
    Optional<Deed> at(int step) {
        return acts.stream().filter(act -> act.step() == step).map(Act::deed).findFirst();
    }

    /** Where its client connects to. */
    String path() {
        return "/ws/live/" + channel + '/' + feature + '?' + languages;
    }
}
