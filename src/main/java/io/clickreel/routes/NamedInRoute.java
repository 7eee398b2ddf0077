package io.clickreel.routes;

import io.clickreel.Nearest;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.jspecify.annotations.Nullable;

/** The methods and classes that a route names, and that Camel looks for only when a message comes. */
final class NamedInRoute {
    private final CamelContext camel;

    NamedInRoute(CamelContext camel) {
        this.camel = camel;
    }

    /** What is wrong with them. */
    List<RouteFault> faults(RouteDefinition route) {
        List<RouteFault> faults = new ArrayList<>();
        for (BeanDefinition bean :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), BeanDefinition.class)) {
            add(faults, bean.getRef(), bean.getMethod());
        }
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (step instanceof ExpressionNode node
                    && expression(node.getExpression()) instanceof MethodCallExpression call) {
                add(faults, call.getRef(), call.getMethod());
            }
        }
        for (CatchDefinition handler :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), CatchDefinition.class)) {
            for (String name : handler.getExceptions()) {
                if (camel.getClassResolver().resolveClass(name) == null) {
                    faults.add(new RouteFault(
                            "There is no exception class " + name + ". Correct its name: java.lang.Exception is any.",
                            List.of(name),
                            0,
                            0));
                }
            }
        }
        return faults;
    }

    private static @Nullable ExpressionDefinition expression(@Nullable ExpressionDefinition expression) {
        return expression != null && expression.getExpressionType() != null
                ? expression.getExpressionType()
                : expression;
    }

    private void add(List<RouteFault> faults, @Nullable String ref, @Nullable String method) {
        Object bean = ref == null ? null : camel.getRegistry().lookupByName(ref);
        if (bean == null || method == null) {
            // A bean that is not there is found when the route is built.
            return;
        }
        String name = method.replaceFirst("\\(.*", "").strip();
        Set<String> known = Arrays.stream(bean.getClass().getMethods())
                .filter(each -> each.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!known.contains(name)) {
            faults.add(new RouteFault(
                    "The bean " + ref + " has no method " + name + "." + Nearest.guess(name, known) + " It has "
                            + String.join(", ", known) + ".",
                    List.of(method, name),
                    0,
                    0));
        }
    }
}
