package io.clickreel.redrive;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a re-drive has done, or would do.
 *
 * @param selected open letters of the selection, when it began
 * @param examined how many of them it came to
 * @param moved how many went back to the topic; on a dry run, how many would
 * @param stillBroken letters that break today's contract and stay, by reason and field
 * @param cut letters that stay because only their beginning is kept
 * @param tooLarge letters that the topic refuses for their size, as partition:offset
 * @param stopped whether it was asked to stop before it was done
 */
public record RedriveReport(
        long selected,
        long examined,
        long moved,
        Map<String, Long> stillBroken,
        long cut,
        List<String> tooLarge,
        boolean stopped) {

    public long stillBrokenLetters() {
        return stillBroken.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What was done, for people. @param dryRun whether it only would be */
    public String sentence(String topic, boolean dryRun) {
        if (selected == 0) {
            return "There is nothing to move: no such dead letter of " + topic + " is open.";
        }
        StringBuilder text = new StringBuilder();
        text.append(dryRun ? "It would move " : "Moved ")
                .append(moved)
                .append(" of ")
                .append(selected)
                .append(" open dead letters back to ")
                .append(topic)
                .append('.');
        if (stillBrokenLetters() > 0) {
            text.append(' ')
                    .append(stillBrokenLetters())
                    .append(dryRun ? " would stay" : " stay")
                    .append(", because they break the contract still: ")
                    .append(stillBroken.entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey())
                            .collect(Collectors.joining(", ")))
                    .append(". ./clickreel dead-letters redrive --force moves them too.");
        }
        if (cut > 0) {
            text.append(' ')
                    .append(cut)
                    .append(
                            " stay, because they were too large to be kept whole. Their producer has to send them again,"
                                    + " smaller.");
        }
        if (!tooLarge.isEmpty()) {
            text.append(' ')
                    .append(tooLarge.size())
                    .append(" stay, because ")
                    .append(topic)
                    .append(" takes no records of their size: ")
                    .append(tooLarge.stream().limit(20).collect(Collectors.joining(", ")))
                    .append(tooLarge.size() > 20 ? ", ..." : "")
                    .append(". Raise the topic's max.message.bytes to move them.");
        }
        if (stopped) {
            text.append(" It was stopped; call it again to go on with the other ")
                    .append(selected - examined)
                    .append('.');
        }
        return text.toString();
    }
}
