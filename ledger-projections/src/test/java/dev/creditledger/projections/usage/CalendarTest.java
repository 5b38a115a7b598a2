package dev.creditledger.projections.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {

    @ParameterizedTest
    @CsvSource({
        "UTC,                 2026-03-29, 96",
        "Europe/Berlin,       2026-03-28, 96",
        "Europe/Berlin,       2026-03-29, 92",
        "Europe/Berlin,       2026-10-25, 100",
        "Australia/Lord_Howe, 2026-04-05, 98",
        "Asia/Kathmandu,      2026-03-29, 96",
        "America/Sao_Paulo,   2018-11-04, 92",
        "+05:45,              2026-03-29, 96",
    })
    void a_day_has_as_many_quarters_as_its_zone_says(String zone, LocalDate day, int quarters) {
        var calendar = new Calendar(ZoneId.of(zone));

        assertThat(calendar.end(day) - calendar.start(day)).isEqualTo(quarters);
        assertThat(calendar.day(calendar.start(day))).isEqualTo(day);
        assertThat(calendar.day(calendar.end(day) - 1)).isEqualTo(day);
        assertThat(calendar.day(calendar.end(day))).isEqualTo(day.plusDays(1));
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z,        0",
        "1970-01-01T00:14:59.999999Z, 0",
        "1970-01-01T00:15:00Z,        1",
        "1969-12-31T23:59:59Z,       -1",
    })
    void a_time_lies_in_its_quarter(Instant time, int quarter) {
        assertThat(Quarter.of(time)).isEqualTo(quarter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+05:07", "-00:01", "+01:00:30"})
    void an_offset_that_cuts_quarters_is_refused(String zone) {
        assertThatThrownBy(() -> new Calendar(ZoneId.of(zone))).isInstanceOf(UnevenDays.class);
    }

    @Test
    void a_zone_that_once_cut_quarters_is_refused_for_those_days_only() {
        var monrovia = new Calendar(ZoneId.of("Africa/Monrovia"));

        assertThat(monrovia.end(LocalDate.parse("2026-01-01")) - monrovia.start(LocalDate.parse("2026-01-01")))
                .isEqualTo(96);
        assertThatThrownBy(() -> monrovia.start(LocalDate.parse("1971-06-01"))).isInstanceOf(UnevenDays.class);
    }
}
