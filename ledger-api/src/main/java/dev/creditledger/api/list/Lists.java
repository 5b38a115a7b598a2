package dev.creditledger.api.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.ListAnswer;
import dev.creditledger.api.http.Paging;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers lists: a page as JSON, or all of it as CSV to those who accept {@code text/csv}. */
public final class Lists {

    /** What a call that can be exported produces, beside JSON. */
    public static final String CSV_VALUE = "text/csv";

    static final MediaType CSV = new MediaType("text", "csv", UTF_8);

    /** Rows that an export reads at once. */
    private static final int EXPORT_PAGE = 1_000;

    private Lists() {}

    /** @param name of the file that a browser makes of an export */
    public static <T> ResponseEntity<?> answer(
            Call call, Paging paging, String name, List<Column<T>> columns, Pages<T> pages) {
        if (call.prefers(CSV)) {
            var first = paging.page(cursor -> pages.page(cursor, EXPORT_PAGE));
            return Paging.at(first.position(), call)
                    .contentType(CSV)
                    .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"")
                    .body(new Export<>(call.caller(), columns, first, cursor -> pages.page(cursor, EXPORT_PAGE)));
        }
        var page = paging.page(cursor -> pages.page(cursor, paging.limit()));
        return Paging.at(page.position(), call)
                .contentType(MediaType.APPLICATION_JSON)
                .body(ListAnswer.of(page, row -> members(columns, row)));
    }

    private static <T> Map<String, @Nullable Object> members(List<Column<T>> columns, T row) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        columns.forEach(column -> members.put(column.name(), column.value().apply(row)));
        return members;
    }
}
