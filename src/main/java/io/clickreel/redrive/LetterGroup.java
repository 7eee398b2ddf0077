package io.clickreel.redrive;

/** The dead letters of one reason and field. */
public record LetterGroup(
        String reason, String field, long letters, long open, long redriven, String firstDeadAt, String lastDeadAt) {}
