package io.clickreel.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.provider.CsvSource;

/** The mistakes in route files that RouteCheckTest lists; whatever is added there is made here too. */
record RouteMistakes(String file, String from, String to, String said) {
    private static final String LISTED_BY = "io.clickreel.routes.RouteCheckTest";

    static List<RouteMistakes> all() {
        try {
            List<RouteMistakes> all = new ArrayList<>();
            Arrays.stream(Class.forName(LISTED_BY).getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(CsvSource.class))
                    .flatMap(method ->
                            Arrays.stream(method.getAnnotation(CsvSource.class).value()))
                    .map(line -> line.split("\\|", -1))
                    .filter(cells -> cells.length == 4 && !cells[3].isBlank())
                    .forEach(cells -> all.add(
                            new RouteMistakes(plain(cells[0]), plain(cells[1]), plain(cells[2]), plain(cells[3]))));
            if (all.isEmpty()) {
                throw new IllegalStateException(LISTED_BY + " lists no mistakes any more");
            }
            return List.copyOf(all);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String plain(String cell) {
        String text = cell.strip();
        return text.startsWith("`") && text.endsWith("`") ? text.substring(1, text.length() - 1) : text;
    }
}
