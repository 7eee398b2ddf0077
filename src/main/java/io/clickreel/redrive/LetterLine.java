package io.clickreel.redrive;

import org.jspecify.annotations.Nullable;

/** A dead letter without its content. */
public record LetterLine(
        Origin origin,
        String deadAt,
        String reason,
        String field,
        String detail,
        @Nullable String redrivenAt) {}
