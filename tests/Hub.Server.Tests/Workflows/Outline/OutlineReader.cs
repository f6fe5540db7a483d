using System.Net;
using System.Text.Json;
using Hub.Server.Tests.ElsaApi;

namespace Hub.Server.Tests.Workflows.Outline;

/// <summary>Asks for outlines and reads them.</summary>
internal static class OutlineReader
{
    public static async Task<HttpAnswer> AskAsync(HttpClient client, string definitionId, string language = "en", string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/workflow-definitions/{definitionId}/outline{query}");
        request.Headers.TryAddWithoutValidation("Accept-Language", language);
        using var response = await client.SendAsync(request);
        return await HttpAnswer.OfAsync(response);
    }

    public static async Task<JsonElement> OfAsync(HttpClient client, string definitionId, string language = "en")
    {
        var answer = await AskAsync(client, definitionId, language);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    /// <summary>Every list, the workflow's own first.</summary>
    public static IEnumerable<JsonElement> Groups(JsonElement outline)
    {
        var open = new Stack<JsonElement>([outline.GetProperty("outline")]);
        while (open.TryPop(out var group))
        {
            yield return group;
            foreach (var inner in group.GetProperty("groups").EnumerateArray().Concat(OwnSteps(group).SelectMany(step => step.GetProperty("groups").EnumerateArray())).Reverse())
            {
                open.Push(inner);
            }
        }
    }

    /// <summary>Every step, wherever it is told.</summary>
    public static IEnumerable<JsonElement> Steps(JsonElement outline) => Groups(outline).SelectMany(OwnSteps);

    public static JsonElement Step(JsonElement outline, string activityId) => Steps(outline).Single(step => step.GetProperty("activityId").GetString() == activityId);

    /// <summary>The ids of a list's steps, in order.</summary>
    public static string[] Ids(JsonElement group, string list = "steps") => [.. group.GetProperty(list).EnumerateArray().Select(step => step.GetProperty("activityId").GetString()!)]; // every step has one

    /// <summary>Where a step goes next, in words.</summary>
    public static string[] Next(JsonElement outline, string activityId) => [.. Step(outline, activityId).GetProperty("next").EnumerateArray().Select(exit => exit.GetProperty("text").GetString()!)]; // a text

    public static string Sentence(JsonElement outline, string activityId) => Step(outline, activityId).GetProperty("sentence").GetString()!; // a text

    public static string[] Categories(JsonElement step) => [.. step.GetProperty("dataCategories").EnumerateArray().Select(use => use.GetProperty("code").GetString()!)]; // a text

    /// <summary>The node ids that an outline tells, containers included, and those that the definition holds.</summary>
    public static (List<string> Told, List<string> Drawn) NodeIds(JsonElement outline, JsonElement definition)
    {
        var told = Steps(outline).Select(step => step.GetProperty("nodeId").GetString()!).ToList(); // every step has one
        told.AddRange(Groups(outline).Select(group => group.GetProperty("container")).Where(container => container.ValueKind == JsonValueKind.Object).Select(container => container.GetProperty("nodeId").GetString()!)); // so has every container

        var drawn = new List<string>();
        var open = new Stack<JsonElement>([definition.GetProperty("root")]);
        while (open.TryPop(out var json))
        {
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("nodeId", out var id) && json.TryGetProperty("type", out _))
            {
                drawn.Add(id.GetString()!); // the hub writes a text
            }

            foreach (var inner in json.ValueKind switch
            {
                JsonValueKind.Object => json.EnumerateObject().Where(member => member.Name is not ("metadata" or "customProperties")).Select(member => member.Value),
                JsonValueKind.Array => json.EnumerateArray(),
                _ => Enumerable.Empty<JsonElement>(),
            })
            {
                open.Push(inner);
            }
        }

        told.Sort(StringComparer.Ordinal);
        drawn.Sort(StringComparer.Ordinal);
        return (told, drawn);
    }

    /// <summary>The texts, in this order.</summary>
    public static void Same(IEnumerable<string> expected, IEnumerable<string?> actual) => Assert.Equal(expected, actual);

    private static IEnumerable<JsonElement> OwnSteps(JsonElement group) => group.GetProperty("steps").EnumerateArray().Concat(group.GetProperty("unreachable").EnumerateArray());
}
