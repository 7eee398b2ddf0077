package io.clickreel.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.provider.CsvSource;

/** The mistakes in route files that tests list; whatever is added there is made here too. */
record RouteMistakes(String file, String from, String to, String said) {
    private static final List<String> LISTED_BY =
            List.of("io.clickreel.routes.RouteCheckTest", "io.clickreel.routes.DeliveryCheckTest");

    static List<RouteMistakes> all() {
        List<RouteMistakes> all = new ArrayList<>();
        LISTED_BY.forEach(test -> all.addAll(listedBy(test)));
        return List.copyOf(all);
    }

    private static List<RouteMistakes> listedBy(String test) {
        try {
            List<RouteMistakes> all = Arrays.stream(Class.forName(test).getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(CsvSource.class))
                    .flatMap(method ->
                            Arrays.stream(method.getAnnotation(CsvSource.class).value()))
                    .map(line -> line.split("\\|", -1))
                    .filter(cells -> cells.length == 4 && !plain(cells[3]).isBlank())
                    .map(cells -> new RouteMistakes(plain(cells[0]), plain(cells[1]), plain(cells[2]), plain(cells[3])))
                    .toList();
            if (all.isEmpty()) {
                throw new IllegalStateException(test + " lists no mistakes any more");
            }
            return all;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String plain(String cell) {
        String text = cell.strip();
        String plain = text.startsWith("`") && text.endsWith("`") ? text.substring(1, text.length() - 1) : text;
        return plain.replace("\\n", "\n");
    }
}
