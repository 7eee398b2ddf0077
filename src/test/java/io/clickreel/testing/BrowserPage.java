package io.clickreel.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The dashboard's page in Debian's Chromium, without a window. */
public final class BrowserPage implements AutoCloseable {
    public static final String HOW_TO_GET_IT =
            "There is no browser to test the page in. Install Chromium and its driver:"
                    + " apt-get install chromium chromium-driver";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChromeDriver driver;
    private final String address;

    private BrowserPage(ChromeDriver driver, String address) {
        this.driver = driver;
        this.address = address;
    }

    public static boolean canBeOpened() {
        return command("chromium").isPresent() && command("chromedriver").isPresent();
    }

    /** @param address of the dashboard, without a path */
    public static BrowserPage start(String address) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(command("chromium").orElseThrow());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // A small /dev/shm, as in many containers, would end the tab.
                "--disable-dev-shm-usage",
                "--enable-precise-memory-info",
                "--js-flags=--expose-gc",
                "--user-data-dir=" + Services.folder());
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(command("chromedriver").orElseThrow())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        BrowserPage page = new BrowserPage(driver, address);
        page.beforeEachPage(PageRequests.COUNTED);
        return page;
    }

    /** @param query as {@code ?range=15m&device=web}, or nothing */
    public void open(String query) {
        openAt(address + "/" + query);
    }

    /** @param url of any page */
    public void openAt(String url) {
        driver.get(url);
    }

    public void resize(int width, int height) {
        // Headless Chromium has no frame, but its window is not the viewport either: this is.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.manage().window().setSize(new Dimension(width, height));
    }

    public String url() {
        return driver.getCurrentUrl();
    }

    public void back() {
        driver.navigate().back();
    }

    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public List<WebElement> findAll(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /**
     * Runs a script in every page that is opened from now on, before any of its own.
     *
     * @return what ends it
     */
    public Runnable beforeEachPage(String text) {
        Object id = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", text))
                .get("identifier");
        return () -> driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
    }

    /** @param zone of the browser, as its device has it; empty for this machine's */
    public void timeZone(String zone) {
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", zone));
    }

    /** @param locale of the browser, such as de-DE; empty for this machine's */
    public void locale(String locale) {
        driver.executeCdpCommand("Emulation.setLocaleOverride", Map.of("locale", locale));
    }

    /** Writes into a field as a person would: what was in it goes, and Enter ends it. */
    public void write(String selector, String text) {
        WebElement field = find(selector);
        toMiddle(field);
        field.clear();
        field.sendKeys(text, Keys.ENTER);
    }

    /** The texts of all that the selector finds. */
    public List<String> texts(String selector) {
        return strings(
                        "return JSON.stringify([[...document.querySelectorAll(arguments[0])].map((one) => one.textContent)])",
                        selector)
                .get(0);
    }

    /** Clicks where a person would, wherever it is on the page, and also if an answer has just put another in its place. */
    public void click(String selector) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(e ->
                        e instanceof StaleElementReferenceException || e instanceof ElementClickInterceptedException)
                .until(() -> {
                    WebElement element = find(selector);
                    toMiddle(element);
                    element.click();
                    return true;
                });
    }

    public void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** What has the keyboard's focus: its tag and text. */
    public String focused() {
        WebElement element = driver.switchTo().activeElement();
        return element.getTagName() + " " + element.getText();
    }

    /** Tabs on from where the focus is, until it is on what the selector finds. */
    public boolean tabTo(String selector, int most) {
        for (int i = 0; i < most; i++) {
            press(Keys.TAB);
            if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", selector))) {
                return true;
            }
        }
        return false;
    }

    /** The numbers of a card's table as they were answered: a row a line, its columns in order. Looks at the card. */
    public List<List<String>> table(String card) {
        toMiddle(find("#" + card));
        return strings("""
                const rows = document.querySelectorAll(`#${arguments[0]} tbody tr`);
                return JSON.stringify([...rows].map((row) => [...row.cells].map((cell) => cell.dataset.value)));
                """, card);
    }

    /** The columns of a card's table. */
    public List<String> columns(String card) {
        return findAll("#" + card + " thead th").stream()
                .map(cell -> cell.getDomAttribute("data-column"))
                .toList();
    }

    /** What the page has asked. */
    public PageRequests requests() {
        return new PageRequests(this);
    }

    /** The values that a chart of a card draws: a line a series, as they are written in JSON. */
    public List<List<String>> drawn(String card, int chart) {
        toMiddle(find("#" + card));
        return strings("""
                const echarts = await import(document.querySelector('link[href$="echarts.esm.min.mjs"]').href);
                const box = document.querySelectorAll(`#${arguments[0]} .chart`)[arguments[1]];
                const value = (point) => (point === null || typeof point !== 'object' ? point
                  : Array.isArray(point) ? point.at(-1) : value(point.value));
                const series = echarts.getInstanceByDom(box)?.getOption().series ?? [];
                return JSON.stringify(series.map((one) => (one.links ?? one.data).map((point) => String(value(point)))));
                """, card, chart);
    }

    /** Clicks into the first bar of a chart, which has to be drawn. */
    public void clickFirstBar(String card) {
        WebElement box = find("#" + card + " .chart");
        toMiddle(box);
        List<?> point = (List<?>) script("""
                const echarts = await import(document.querySelector('link[href$="echarts.esm.min.mjs"]').href);
                const chart = echarts.getInstanceByDom(arguments[0]);
                const first = chart.getOption().series[0].data[0].value;
                const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, [first / 2, 0]);
                const box = arguments[0].getBoundingClientRect();
                return [Math.round(x - box.width / 2), Math.round(y - box.height / 2)];
                """, box);
        new Actions(driver)
                .moveToElement(box, ((Long) point.get(0)).intValue(), ((Long) point.get(1)).intValue())
                .click()
                .perform();
    }

    /** Runs a script that may wait; its value. */
    public Object script(String text, Object... arguments) {
        return driver.executeScript("return (async function () {" + text + "}).apply(null, arguments)", arguments);
    }

    /** What axe-core finds wrong, of serious or critical impact: a line each. */
    public List<String> accessibilityProblems() throws IOException {
        try (var in = BrowserPage.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        JsonNode found = JSON.readTree(String.valueOf(
                script("return JSON.stringify((await axe.run({ resultTypes: ['violations'] })).violations)")));
        return StreamSupport.stream(found.spliterator(), false)
                .filter(one -> one.path("impact").asText().matches("serious|critical"))
                .map(one -> one.path("id").asText() + ": " + one.path("help").asText() + " "
                        + one.path("nodes").findValuesAsText("html"))
                .toList();
    }

    /** What the browser's console says of errors, refused styles and scripts among them. */
    public List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    public void screenshot(String name) throws IOException {
        Path folder = Files.createDirectories(Services.home().resolve("target/screenshots"));
        Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }

    private void toMiddle(WebElement element) {
        script("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", element);
    }

    private List<List<String>> strings(String text, Object... arguments) {
        try {
            String json = String.valueOf(script(text, arguments));
            return Arrays.stream(JSON.readValue(json, String[][].class))
                    .map(Arrays::asList)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<File> command(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }
}
