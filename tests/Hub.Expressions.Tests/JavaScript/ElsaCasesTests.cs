using System.Text.Json;
using Hub.Expressions.JavaScript;

namespace Hub.Expressions.Tests.JavaScript;

/// <summary>Every script of Elsa's conformance cases, with a host that answers as a workflow would.</summary>
public sealed class ElsaCasesTests
{
    [FactIfData("elsa-cases")]
    public void Evaluate_EveryScriptOfTheCases_Runs()
    {
        var scripts = Directory.EnumerateFiles(TestData.Folder("elsa-cases"), "*.json", SearchOption.AllDirectories)
            .SelectMany(static file => Scripts(JsonElement.Parse(File.ReadAllText(file))))
            .ToHashSet(StringComparer.Ordinal);
        var host = new WorkflowHost();

        foreach (var script in scripts)
        {
            Assert.NotEqual("undefined", Js.Run(script, host));
        }

        Assert.True(scripts.Count >= 20, $"Only {scripts.Count} scripts were found.");
    }

    private static IEnumerable<string> Scripts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => Scripts(member.Value)).Concat(Own(element)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Scripts),
        _ => [],
    };

    private static IEnumerable<string> Own(JsonElement element) =>
        element.TryGetProperty("type", out var type) && type.ValueEquals("JavaScript") && element.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
            ? [value.GetString()!] // a string, as just asked
            : [];

    /// <summary>Gives a number for <c>getX()</c>, and an object where a case reads into the answer.</summary>
    private sealed class WorkflowHost : IScriptHost
    {
        public bool TryResolve(string name, out HostMember member)
        {
            var answer = JsonElement.Parse(name == "getChildResult" ? """{"output":{"Result":7}}""" : "7");
            member = HostMember.FromFunction(name, _ => answer);
            return name.StartsWith("get", StringComparison.Ordinal);
        }

        public bool TryAssign(string name, JsonElement value) => false;
    }
}
