package dev.creditledger.api.batch;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.creditledger.api.account.Answer;
import dev.creditledger.api.account.Awaiting;
import dev.creditledger.api.account.Desk;
import dev.creditledger.api.account.Outcomes;
import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.Consistency;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Many changes in one request: each is checked, succeeds or fails as its single call would. */
@RestController
@RequestMapping(path = "/api/v1/batches", produces = MediaType.APPLICATION_JSON_VALUE)
class BatchController {

    private static final int ITEMS_MAX = 1_000;
    private static final int CREATED = 201;

    private final Desk desk;
    private final Dispatch dispatch;
    private final Awaiting awaiting;

    BatchController(Desk desk, Dispatch dispatch, Awaiting awaiting) {
        this.desk = desk;
        this.dispatch = dispatch;
        this.awaiting = awaiting;
    }

    record BatchAnswer(List<Object> results) {}

    /** @param replayed what the header Idempotent-Replayed says of a single call */
    record Made(int status, boolean replayed, @JsonUnwrapped Answer answer) {}

    private static final Logger LOG = LoggerFactory.getLogger(BatchController.class);

    /** An item on its way: handed in, or refused before. */
    private sealed interface Item {
        record HandedIn(int order) implements Item {}

        record Refused(ProblemException problem) implements Item {}
    }

    @PostMapping
    ResponseEntity<BatchAnswer> make(Call call) {
        var access = call.as(Roles.SERVICES);
        var body = new Fields(call.body());
        var sent = body.items("items", ITEMS_MAX);
        body.finish();
        var submissions = new ArrayList<Submission>(sent.size());
        var items = new ArrayList<Item>(sent.size());
        for (var item : sent) {
            try {
                submissions.add(desk.submission(BatchItem.ask(item), call));
                items.add(new Item.HandedIn(submissions.size() - 1));
            } catch (ProblemException problem) {
                items.add(new Item.Refused(problem));
            }
        }
        return answer(items, dispatch.submitAll(submissions), call.cause(access).requestId());
    }

    private ResponseEntity<BatchAnswer> answer(
            List<Item> items, List<CompletableFuture<Outcome>> outcomes, String requestId) {
        var results = new ArrayList<>(items.size());
        var near = desk.nearNames();
        var position = 0L;
        for (var item : items) {
            try {
                var answered = switch (item) {
                    case Item.HandedIn(var order) -> Outcomes.answered(awaiting.outcome(outcomes.get(order)), near);
                    case Item.Refused(var problem) -> throw problem;
                };
                position = Math.max(position, answered.position());
                results.add(new Made(CREATED, answered.replayed(), answered.answer()));
            } catch (ProblemException problem) {
                results.add(problem.body(requestId));
            } catch (RuntimeException e) {
                // What went wrong with one item must not take the others' answers with it.
                LOG.error("Item {} of a batch failed", results.size(), e);
                results.add(Problem.INTERNAL_ERROR.here().body(requestId));
            }
        }
        var response = ResponseEntity.ok();
        if (position > 0) {
            response.header(Consistency.TOKEN_HEADER, Consistency.token(position));
        }
        return response.body(new BatchAnswer(results));
    }
}
