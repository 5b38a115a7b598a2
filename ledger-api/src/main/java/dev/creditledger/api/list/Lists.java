package dev.creditledger.api.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.creditledger.api.http.Call;
import dev.creditledger.api.http.ListAnswer;
import dev.creditledger.api.http.Paging;
import dev.creditledger.projections.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Answers lists: a page as JSON, or all of it as CSV to those who accept {@code text/csv}. */
@Configuration(proxyBeanMethods = false)
public class Lists implements WebMvcConfigurer {

    /** What a call that can be exported produces, beside JSON. */
    public static final String CSV_VALUE = "text/csv";

    static final MediaType CSV = new MediaType("text", "csv", UTF_8);

    /** Rows that an export reads at once. */
    private static final int EXPORT_PAGE = 1_000;

    /** A part of a list. */
    @FunctionalInterface
    public interface Pages<T> {
        Page<T> page(Optional<String> cursor, int limit);
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.addCustomConverter(new ExportWriter());
    }

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
        var rows = page.data().stream().map(row -> members(columns, row)).toList();
        return Paging.at(page.position(), call)
                .contentType(MediaType.APPLICATION_JSON)
                .body(new ListAnswer<>(rows, page.hasMore(), page.nextCursor()));
    }

    private static <T> Map<String, @Nullable Object> members(List<Column<T>> columns, T row) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        columns.forEach(column -> members.put(column.name(), column.value().apply(row)));
        return members;
    }
}
