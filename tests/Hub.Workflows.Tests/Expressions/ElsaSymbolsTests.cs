using Hub.Expressions.Authoring;
using Hub.Workflows.Expressions.JavaScript;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Expressions;

public sealed class ElsaSymbolsTests
{
    [Fact]
    public async Task Functions_EachOne_ExistsInAScript()
    {
        foreach (var symbol in ElsaSymbols.Functions)
        {
            var step = $$"""{"id":"s","type":"Elsa.RunJavaScript","version":1,"script":{{Json.Literal("String", $"return typeof {symbol.Name};")}},"result":{"typeName":"Object","memoryReference":{"id":"Out"} } }""";
            var engine = new TestEngine();
            var burst = await engine.StartAsync(engine.Compile(Json.Sequence("q", step), "\"outputs\":[{\"type\":\"Object\",\"name\":\"Out\"}],"), new StartWorkflow());

            Assert.True(burst.Instance.Output["Out"].AsText() == "function", $"{symbol.Name} is {burst.Instance.Output["Out"]}");
        }
    }

    [Fact]
    public void Functions_All_AreDeclaredAndDocumented()
    {
        var declarations = ExpressionAuthoring.TypeDeclarations(ElsaSymbols.Functions, inFrench: true);
        var page = File.ReadAllText(Path.Combine(Root(), "hub", "docs", "expressions.md"));

        Assert.Equal(ElsaFunctions.Names.Order(StringComparer.Ordinal), ElsaSymbols.Functions.Select(symbol => symbol.Name).Order(StringComparer.Ordinal));
        Assert.All(ElsaSymbols.Functions, symbol => Assert.Contains($"declare const {symbol.Name}:", declarations, StringComparison.Ordinal));
        Assert.All(ElsaSymbols.Functions, symbol => Assert.Contains($"`{symbol.Name}(", page, StringComparison.Ordinal));
        Assert.All(ElsaSymbols.Functions, symbol => Assert.Contains(symbol.French, page, StringComparison.Ordinal));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Hub.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
