using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Syntax;

namespace Hub.Expressions.Liquid;

/// <summary>
/// A compiled Liquid template. Immutable and safe to render from many threads at once. The language is Shopify's Liquid as the
/// Fluid library reads it, with Elsa's filters and the hub's French helpers; the README of this project lists the differences.
/// </summary>
public sealed class LiquidTemplate
{
    private readonly TemplateSyntax syntax;

    private LiquidTemplate(TemplateSyntax syntax) => this.syntax = syntax;

    /// <summary>The names that the template reads from its model.</summary>
    public IReadOnlySet<string> FreeVariables => syntax.FreeVariables;

    /// <summary>The property paths that the template reads from its model, each once, in order of appearance.</summary>
    public IReadOnlyList<ExpressionPath> Paths => syntax.Paths;

    /// <summary>Reads a template.</summary>
    /// <exception cref="ExpressionException">The text is wrong (<see cref="ExpressionErrorKind.Syntax"/>) or uses what is not offered
    /// (<see cref="ExpressionErrorKind.NotSupported"/>: include, render, layout); line and column tell where.</exception>
    public static LiquidTemplate Compile(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new LiquidTemplate(TemplateParser.Parse(text));
    }

    /// <summary>Renders the template.</summary>
    /// <param name="model">What free names mean.</param>
    /// <param name="budget">What the rendering may consume; the output counts in bytes of UTF-8.</param>
    /// <param name="clock">The only clock the template can read (<c>'now' | date</c>); local time is Europe/Paris.</param>
    /// <param name="cancellationToken">Stops the rendering from outside.</param>
    /// <exception cref="ExpressionException">A filter refused its input, or a budget ran out.</exception>
    public string Render(ILiquidModel model, ExpressionBudget budget, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(clock);
        return new Rendering(syntax, model, budget, clock, cancellationToken).Run();
    }
}
