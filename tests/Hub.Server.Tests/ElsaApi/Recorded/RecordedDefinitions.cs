using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Server.ElsaApi.Live;

namespace Hub.Server.Tests.ElsaApi.Recorded;

/// <summary>
/// What a recorded request is about, made when it is named: <c>{definitionId}</c> in a request is the id of a definition that was
/// drawn and published for this very request, and so on. What is named twice is made once.
/// </summary>
internal sealed partial class RecordedDefinitions(DesignerHub hub)
{
    private static int made;

    private readonly string unique = $"rec{Interlocked.Increment(ref made)}";
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>The text with every name in braces replaced.</summary>
    public async Task<string> FillAsync(string text, Func<string, string> escape)
    {
        var filled = text;
        foreach (var name in Names().Matches(text).Select(match => match.Groups[1].Value).Distinct())
        {
            filled = filled.Replace($"{{{name}}}", escape(await ValueAsync(name)), StringComparison.Ordinal);
        }

        return filled;
    }

    public async Task<string> ValueAsync(string name)
    {
        if (!values.ContainsKey(name))
        {
            await MakeAsync(name);
        }

        return values[name];
    }

    private async Task MakeAsync(string name)
    {
        switch (name)
        {
            case "unique":
                values["unique"] = unique;
                break;
            case "hub":
                values["hub"] = LiveServices.Address;
                break;
            case "definitionId" or "versionId" or "name":
                Take("", await hub.ImportAndPublishAsync(Definition("published", """{"id":"second","name":"second","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"JavaScript","value":"'fin'"}}}""")));
                break;
            case "draftDefinitionId" or "draftVersionId":
                Take("draft", await hub.ImportAsync(Definition("draft", Second("Elsa.WriteLine", "text", "brouillon"))));
                break;
            case "twiceDefinitionId" or "twiceFirstVersionId":
                var first = await hub.ImportAndPublishAsync(Definition("twice", Second("Elsa.WriteLine", "text", "une")));
                values["twiceFirstVersionId"] = Text(first, "id");
                Take("twice", await hub.ImportAsync(Definition("twice", Second("Elsa.WriteLine", "text", "deux"))));
                break;
            case "instanceId" or "exportedInstance":
                values["instanceId"] = await RunAsync(await ValueAsync("definitionId"));
                if (name == "exportedInstance")
                {
                    values[name] = (await hub.GetAsync($"/workflow-instances/{values["instanceId"]}/export")).Text;
                    Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{values["instanceId"]}")).Status);
                }

                break;
            case "waitingDefinitionId" or "waitingInstanceId":
                Take("waiting", await hub.ImportAndPublishAsync(Definition("waiting", Second("Elsa.Event", "eventName", $"never-{unique}"))));
                values["waitingInstanceId"] = await RunAsync(values["waitingDefinitionId"]);
                break;
            case "faultedInstanceId" or "faultedExecutionId":
                Take("faulted", await hub.ImportAndPublishAsync(Definition("faulted", Second("Elsa.Fault", "message", "rompu"))));
                values["faultedInstanceId"] = await RunAsync(values["faultedDefinitionId"]);
                var executions = await hub.GetAsync($"/activity-executions/list?WorkflowInstanceId={values["faultedInstanceId"]}&ActivityNodeId=Workflow1:Flowchart1:second");
                values["faultedExecutionId"] = Text(executions.Json.GetProperty("items")[0], "id");
                break;
            case "usedDefinitionId" or "usingDefinitionId" or "usingVersionId":
                var used = await hub.ImportAndPublishAsync(Drawn.Offered($"{unique}-used", $"Used{unique}", """{"usableAsActivity":true}""", Drawn.Line("a", "x")));
                Take("used", used);
                var use = Drawn.Use("use", $"Used{unique}", Text(used, "definitionId"), Text(used, "id"), 1);
                Take("using", await hub.ImportAndPublishAsync(Definition("using", use)));
                break;
            default:
                Assert.Fail($"A recorded request names {{{name}}}, which nobody makes.");
                break;
        }
    }

    private void Take(string prefix, JsonElement definition)
    {
        values[Named(prefix, "definitionId")] = Text(definition, "definitionId");
        values[Named(prefix, "versionId")] = Text(definition, "id");
        values[Named(prefix, "name")] = Text(definition, "name");
    }

    private static string Named(string prefix, string name) => prefix.Length == 0 ? name : prefix + char.ToUpperInvariant(name[0]) + name[1..];

    private async Task<string> RunAsync(string definitionId) => (await hub.PostAsync($"/workflow-definitions/{definitionId}/execute", "{}")).Headers["x-elsa-workflow-instance-id"];

    private static string Second(string type, string input, string value) =>
        $$$"""{"id":"second","name":"second","type":"{{{type}}}","version":1,"{{{input}}}":{{{Drawn.Literal("String", value)}}}}""";

    private string Definition(string name, string second)
    {
        var last = second.Contains("\"id\":\"use\"", StringComparison.Ordinal) ? "use" : "second";
        return $$$"""
            {"definitionId":"{{{unique}}}-{{{name}}}","name":"Démarche {{{unique}}} {{{name}}}","description":"Démonstration",
             "variables":[{"id":"v1","name":"Demande","typeName":"Object","isArray":false,"value":null,"storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],
             "root":{"id":"Flowchart1","type":"Elsa.Flowchart","version":1,"name":"Flowchart1",
              "connections":[{"source":{"activity":"first","port":"Done"},"target":{"activity":"{{{last}}}","port":"In"} }],
              "activities":[
               {"id":"first","name":"first","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"bonjour"} },"metadata":{"designer":{"position":{"x":-300,"y":0},"size":{"width":200,"height":50} } } },
               {{{second}}}]} }
            """;
    }

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!; // a text

    [GeneratedRegex(@"\{([a-zA-Z]+)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
