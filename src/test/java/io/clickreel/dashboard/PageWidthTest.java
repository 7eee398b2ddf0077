package io.clickreel.dashboard;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.BrowserPage;
import io.clickreel.testing.OpenedPage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page on screens of all widths. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageWidthTest {
    private OpenedPage opened;
    private BrowserPage page;

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(BrowserPage.canBeOpened(), BrowserPage.HOW_TO_GET_IT);
        opened = OpenedPage.shared();
        page = opened.page();
    }

    @AfterAll
    void stop() {
        if (opened != null) {
            page.resize(1440, 900);
            opened.rest();
        }
    }

    /** Opened at the first width of each of the page's layouts, and then turned or dragged to the others of that layout. */
    @ParameterizedTest
    @CsvSource({"320 390 480 600 768", "900 1024 1152", "1280 1440", "1760 1920 2200 2560"})
    void noTableIsCutOffAndCardsAreAsHighAsWhatIsInThem(String widths) {
        boolean isOpen = false;
        for (String width : widths.split(" ")) {
            page.resize(Integer.parseInt(width), 900);
            if (!isOpen) {
                opened.open("");
                within(30).until(() -> !page.table("dead-letters-by-reason").isEmpty());
                page.script("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
                isOpen = true;
            }
            within(60)
                    .untilAsserted(
                            () -> assertThat(cutOff()).as("at %s pixels", width).isEmpty());
            assertThat(page.script(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as("pixels that have to be scrolled to the side, at %s", width)
                    .isEqualTo(0L);
        }
    }

    /** Tables wider or higher than their place, and lists in cards with room left below them. */
    private List<String> cutOff() {
        return Arrays.asList(String.valueOf(page.script("""
                await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
                const found = [];
                for (const card of document.querySelectorAll('.card')) {
                  for (const box of card.querySelectorAll('.scroll')) {
                    if (box.clientWidth === 0) continue;
                    if (box.scrollWidth > box.clientWidth + 1) found.push(`${card.id} is cut off at its side`);
                    if (card.matches('.listed') && box.scrollHeight > box.clientHeight + 1) found.push(`${card.id} is cut off below`);
                  }
                  const style = getComputedStyle(card);
                  const end = Math.max(...[...card.children].map((child) => child.getBoundingClientRect().bottom));
                  const room = card.getBoundingClientRect().bottom - parseFloat(style.paddingBottom) - end;
                  if (card.matches('.listed') && room > 8) found.push(`${card.id} has ${room} pixels of room`);
                }
                return found.join(';');
                """)).split(";", -1)).stream()
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
