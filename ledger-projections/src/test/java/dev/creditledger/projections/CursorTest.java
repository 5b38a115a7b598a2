package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void a_cursor_names_the_place_it_was_made_for() {
        var cursor = Cursor.at("list", List.of("2026-01-01", "", "größe"));

        assertThat(Cursor.read("list", cursor)).containsExactly("2026-01-01", "", "größe");
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void a_cursor_of_another_list_is_refused() {
        var cursor = Cursor.at("entries of alice", List.of("7"));

        assertThatThrownBy(() -> Cursor.read("entries of bob", cursor)).isInstanceOf(InvalidCursor.class);
    }

    @Test
    void a_cursor_with_any_bit_changed_is_refused() {
        var bytes = Base64.getUrlDecoder().decode(Cursor.at("list", List.of("7", "8")));
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            var cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertThatThrownBy(() -> Cursor.read("list", cursor)).isInstanceOf(InvalidCursor.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "not base64!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "'; DROP TABLE", "%00"})
    void what_was_never_a_cursor_is_refused(String cursor) {
        assertThatThrownBy(() -> Cursor.read("list", cursor)).isInstanceOf(InvalidCursor.class);
    }

    @Test
    void a_cursor_that_somebody_has_made_up_is_refused() {
        Function<List<String>, Object> day = place -> LocalDate.parse(place.getLast());
        var names = List.of(
                List.of("2026-01-01"),
                List.of("a", "b", "2026-01-01"),
                List.of("a", "today"),
                List.of("\0", "2026-01-01"));

        for (var place : names) {
            var cursor = Cursor.at("list", place);
            assertThatThrownBy(() -> Cursor.read("list", cursor, 2, day))
                    .as(place.toString())
                    .isInstanceOf(InvalidCursor.class);
        }
        assertThat(Cursor.read("list", Cursor.at("list", List.of("a", "2026-01-01")), 2, day))
                .isEqualTo(LocalDate.parse("2026-01-01"));
    }

    @Test
    void a_cursor_is_bounded() {
        assertThatThrownBy(() -> Cursor.read("list", "A".repeat(100_000))).isInstanceOf(InvalidCursor.class);
    }
}
