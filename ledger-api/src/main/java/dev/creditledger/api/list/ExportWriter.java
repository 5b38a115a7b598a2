package dev.creditledger.api.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.creditledger.api.http.Consistency;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/**
 * Writes exports while they are read: one page is in memory at a time, and only so many exports run at once. One that
 * fails on the way breaks the connection off, so that nobody takes the part for the whole. So does one whose rows are thrown
 * away and made anew meanwhile: a page that is older than the first one lacks rows.
 */
final class ExportWriter extends AbstractHttpMessageConverter<Export<?>> {

    private final ExportRoom room = new ExportRoom();

    ExportWriter() {
        super(Lists.CSV);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == Export.class;
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType form) {
        return false;
    }

    @Override
    protected Export<?> readInternal(Class<? extends Export<?>> type, HttpInputMessage input) {
        throw new HttpMessageNotReadableException("exports are written only", input);
    }

    @Override
    protected void writeInternal(Export<?> export, HttpOutputMessage output) throws IOException {
        room.enter(export.caller());
        try {
            write(export, CsvWriter.builder().build(output.getBody(), UTF_8));
        } finally {
            room.leave(export.caller());
        }
    }

    private static <T> void write(Export<T> export, CsvWriter lines) throws IOException {
        lines.writeRecord(export.header());
        var page = export.first();
        page.data().forEach(row -> lines.writeRecord(export.line(row)));
        while (page.hasMore()) {
            page = export.next().apply(page.nextCursor());
            if (page.position() < export.first().position()) {
                throw Consistency.behind(page.position(), export.first().position());
            }
            page.data().forEach(row -> lines.writeRecord(export.line(row)));
        }
        lines.flush();
    }
}
