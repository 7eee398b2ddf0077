package io.clickreel.redrive;

import java.util.List;
import java.util.Map;

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
}
