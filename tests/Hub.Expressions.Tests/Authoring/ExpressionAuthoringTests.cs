using Hub.Expressions.Authoring;

namespace Hub.Expressions.Tests.Authoring;

public sealed class ExpressionAuthoringTests
{
    [Theory]
    [InlineData("variables.order.total > 3", "variables.order.total")]
    [InlineData("getInput('a').name + getInput(\"a\").name", "getInput(\"a\").name")]
    [InlineData("variables.lines.map(l => l.price * l.count)", "variables.lines,variables.lines[].price,variables.lines[].count")]
    [InlineData("variables.lines.filter(l => l.ok).reduce((sum, l) => sum + l.price, 0)", "variables.lines,variables.lines[].ok,variables.lines[].price")]
    [InlineData("const o = variables.order; o.a + o['b'] + o?.c", "variables.order,variables.order.a,variables.order.b,variables.order.c")]
    [InlineData("const { a, b: { c } } = variables.order; a + c", "variables.order.a,variables.order.b.c")]
    [InlineData("for (const l of variables.lines) { total += l.price }", "variables.lines,total,variables.lines[].price")]
    [InlineData("variables[key].x", "key,variables*")]
    [InlineData("variables.name.trim().length", "variables.name*")]
    [InlineData("variables.a.b = variables.c", "variables.a,variables.c")]
    [InlineData("Math.max(input.a, JSON.parse(input.b))", "input.a,input.b")]
    [InlineData("function f(x) { return variables.z } f(variables.y)", "variables.z,variables.y")]
    [InlineData("variables.lines[0].sku", "variables.lines[].sku")]
    [InlineData("`${variables.a}` ? { k: variables.b } : [...variables.c]", "variables.a,variables.b,variables.c")]
    [InlineData("let v = 1; v.x", "")]
    public void Check_Script_TellsThePathsThatItReads(string source, string expected)
    {
        var report = ExpressionAuthoring.Check(ExpressionLanguage.JavaScript, source);

        Assert.True(report.IsValid);
        Assert.Equal(expected, string.Join(',', report.Paths.Select(static path => path + (path.IsPartial ? "*" : string.Empty))));
    }

    [Fact]
    public void Check_Template_TellsThePathsThatItReads()
    {
        var report = ExpressionAuthoring.Check(ExpressionLanguage.Liquid, "{% for l in Variables.lines %}{{ l.price | times: Input.rate }}{% endfor %}");

        Assert.Equal(["Variables.lines", "Variables.lines[].price", "Input.rate"], report.Paths.Select(static path => path.ToString()));
        Assert.Equal(["Input", "Variables"], report.FreeVariables.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(ExpressionLanguage.JavaScript, "a +\n  * 2", 2, 3)]
    [InlineData(ExpressionLanguage.Liquid, "a\n{{ b | nope }}", 2, 8)]
    public void Check_WrongText_TellsWhereInBothLanguagesOfTheReader(ExpressionLanguage language, string source, int line, int column)
    {
        var diagnostic = Assert.Single(ExpressionAuthoring.Check(language, source).Diagnostics);

        Assert.Equal((ExpressionErrorKind.Syntax, line, column), (diagnostic.Kind, diagnostic.Line, diagnostic.Column));
        Assert.NotEqual(diagnostic.English, diagnostic.French);
    }

    [Fact]
    public void Check_DeepText_IsReportedNotThrown() =>
        Assert.False(ExpressionAuthoring.Check(ExpressionLanguage.JavaScript, new string('(', 200_000)).IsValid);

    [Fact]
    public void Symbols_EachLanguage_DocumentsEveryHelperInFrenchAndEnglish()
    {
        var script = ExpressionAuthoring.Symbols(ExpressionLanguage.JavaScript);
        var liquid = ExpressionAuthoring.Symbols(ExpressionLanguage.Liquid);

        Assert.Contains(script, static symbol => symbol is { Name: "France.isSiret", Signature: "(text: string) => boolean" });
        Assert.Contains(liquid, static symbol => symbol is { Name: "add_working_days", Signature: "| add_working_days: value1, [ouvrables: true], [alsace_moselle: true]" });
        Assert.Contains(liquid, static symbol => symbol is { Name: "tablerow", Kind: AuthorSymbolKind.Tag });
        Assert.All([.. script, .. liquid], static symbol =>
        {
            Assert.NotEmpty(symbol.French);
            Assert.NotEqual(symbol.English, symbol.French);
        });
    }

    [Fact]
    public void TypeDeclarations_HostNames_AreDeclaredWithTheHelpers()
    {
        var text = ExpressionAuthoring.TypeDeclarations([new AuthorSymbol("getInput", AuthorSymbolKind.Function, "(name: string) => any", "An input */ of the workflow.", "Une entrée du workflow.")], inFrench: false);

        Assert.Contains("declare const getInput: (name: string) => any;", text, StringComparison.Ordinal);
        Assert.Contains("  addWorkingDays(date: string | Date, days: number, options?: FrenchCalendarOptions): string;", text, StringComparison.Ordinal);
        Assert.Contains("An input * / of", text, StringComparison.Ordinal);
    }
}
