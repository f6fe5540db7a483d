using System.Text;
using Hub.Expressions.Domain;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Syntax;
using Hub.Expressions.Liquid;
using Hub.Expressions.Liquid.Filters;
using Hub.Expressions.Liquid.Syntax;

namespace Hub.Expressions.Authoring;

/// <summary>What editors need: check an expression without running it, complete names, declare types. All of it is pure and may be called from any thread.</summary>
public static class ExpressionAuthoring
{
    /// <summary>Reads an expression and tells its mistakes, or what it reads from outside. Never throws for what the text contains.</summary>
    public static ExpressionReport Check(ExpressionLanguage language, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            if (language == ExpressionLanguage.Liquid)
            {
                var template = LiquidTemplate.Compile(source);
                return new ExpressionReport([], template.FreeVariables, template.Paths);
            }

            var script = Parser.ParseScript(source);
            return new ExpressionReport([], ScriptCompiler.Compile(script).FreeVariables, PathFinder.Find(script));
        }
        catch (ExpressionException mistake)
        {
            return new ExpressionReport([new ExpressionDiagnostic(mistake.Kind, mistake.Line, mistake.Column, mistake.Message, mistake.MessageFrench)], new HashSet<string>(), []);
        }
        catch (InsufficientExecutionStackException)
        {
            return new ExpressionReport([new ExpressionDiagnostic(ExpressionErrorKind.Budget, 0, 0, "The source is nested too deeply.", "Le texte est imbriqué trop profondément.")], new HashSet<string>(), []);
        }
    }

    /// <summary>The names that a language offers by itself beyond its standard library: the helpers of <c>France</c> for JavaScript; tags and filters for Liquid.</summary>
    public static IReadOnlyList<AuthorSymbol> Symbols(ExpressionLanguage language) => language == ExpressionLanguage.JavaScript
        ? [.. DomainCatalog.All.Select(static helper => new AuthorSymbol("France." + helper.Name, AuthorSymbolKind.Function, $"({helper.Parameters}) => {helper.Result}", helper.English, helper.French))]
        : [.. TagParser.Names.Select(static tag => new AuthorSymbol(tag, AuthorSymbolKind.Tag, $"{{% {tag} %}}", FilterTexts.Of("tag:" + tag).English, FilterTexts.Of("tag:" + tag).French)), .. FilterTable.All.Select(Describe)];

    /// <summary>TypeScript declarations for a JavaScript editor: the helpers, and the host's own names.</summary>
    /// <param name="hostSymbols">What the host offers, such as <c>getInput</c> with <c>(name: string) => any</c>, or <c>variables</c> with an object type.</param>
    /// <param name="inFrench">Whether the comments are in French.</param>
    public static string TypeDeclarations(IEnumerable<AuthorSymbol> hostSymbols, bool inFrench)
    {
        ArgumentNullException.ThrowIfNull(hostSymbols);
        var text = new StringBuilder();
        text.Append("interface FrenchCalendarOptions {\n");
        Comment(text, "  ", inFrench ? "Compter aussi les samedis (jours ouvrables)." : "Count Saturdays too (jours ouvrables).");
        text.Append("  ouvrables?: boolean;\n");
        Comment(text, "  ", inFrench ? "Vendredi saint et 26 décembre fériés." : "Good Friday and 26 December are holidays.");
        text.Append("  alsaceMoselle?: boolean;\n}\n\n");
        Comment(text, string.Empty, inFrench ? "Une commune du Code officiel géographique (INSEE)." : "A commune of the Code officiel géographique (INSEE).");
        text.Append("interface FrenchCommune {\n  code: string;\n  name: string;\n  kind: \"commune\" | \"delegated\" | \"associated\" | \"municipal-district\" | \"former\";\n");
        text.Append("  department: string;\n  region: string;\n  within: string | null;\n  from: string | null;\n  until: string | null;\n  exact: \"day\" | \"year\";\n  successor: string | null;\n  postcodes: string[];\n}\n\n");
        text.Append("declare const France: {\n");
        foreach (var helper in DomainCatalog.All)
        {
            Comment(text, "  ", inFrench ? helper.French : helper.English);
            text.Append("  ").Append(helper.Name).Append('(').Append(helper.Parameters).Append("): ").Append(helper.Result).Append(";\n");
        }

        text.Append("};\n");
        foreach (var symbol in hostSymbols)
        {
            text.Append('\n');
            Comment(text, string.Empty, inFrench ? symbol.French : symbol.English);
            text.Append("declare ").Append(symbol.Kind == AuthorSymbolKind.Variable ? "var " : "const ").Append(symbol.Name).Append(": ").Append(symbol.Signature).Append(";\n");
        }

        return text.ToString();
    }

    private static AuthorSymbol Describe(Filter filter)
    {
        var helper = DomainCatalog.All.FirstOrDefault(each => each.FilterName == filter.Name);
        var arguments = filter.MaxArguments == 0 && filter.NamedArguments.Length == 0 ? string.Empty
            : ": " + string.Join(", ", Enumerable.Range(1, filter.MaxArguments).Select(index => index > filter.MinArguments ? $"[value{index}]" : $"value{index}")
                .Concat(filter.NamedArguments.Select(static name => $"[{name}: true]")));
        return new AuthorSymbol(filter.Name, AuthorSymbolKind.Filter, $"| {filter.Name}{arguments}",
            helper?.English ?? FilterTexts.Of(filter.Name).English, helper?.French ?? FilterTexts.Of(filter.Name).French);
    }

    // A comment must not end where its text says so.
    private static void Comment(StringBuilder text, string indent, string comment) =>
        text.Append(indent).Append("/** ").Append(comment.Replace("*/", "* /", StringComparison.Ordinal).ReplaceLineEndings(" ")).Append(" */\n");
}
