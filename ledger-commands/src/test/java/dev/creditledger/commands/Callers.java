package dev.creditledger.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Threads that all begin at once, each waiting for its answer before it asks again. */
public record Callers(int threads) {

    public static Callers of(int threads) {
        return new Callers(threads);
    }

    /** Lets each thread call {@code times} times, each time with another name. All answers, in no order. */
    public <T> List<T> each(int times, Function<String, T> call) {
        var begin = new CyclicBarrier(threads);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var calls = new ArrayList<Future<List<T>>>();
            for (var i = 0; i < threads; i++) {
                var thread = i;
                calls.add(executor.submit(() -> {
                    begin.await();
                    var answers = new ArrayList<T>();
                    for (var time = 0; time < times; time++) {
                        answers.add(call.apply("call-" + thread + "-" + time));
                    }
                    return answers;
                }));
            }
            var answers = new ArrayList<T>();
            for (var each : calls) {
                answers.addAll(each.get());
            }
            return answers;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
