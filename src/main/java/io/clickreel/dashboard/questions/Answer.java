package io.clickreel.dashboard.questions;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What ClickHouse said to a question.
 *
 * @param parameters as asked, defaults included
 * @param asOf what "now" was, in ISO 8601; absent if there was nothing to answer with
 * @param askedAt when ClickHouse was asked, in ISO 8601 with milliseconds: while a minute lasts, answers as of it differ by that
 * @param columns in the order of the SELECT
 * @param rows by column; times are in ISO 8601
 * @param elapsedMs from the question to the whole answer
 */
public record Answer(
        String name,
        String question,
        @Nullable String note,
        Map<String, String> parameters,
        @Nullable String asOf,
        String askedAt,
        List<String> columns,
        List<Map<String, @Nullable Object>> rows,
        long elapsedMs) {}
