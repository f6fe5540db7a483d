using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.EndToEnd.Tests.Infrastructure;

/// <summary>The samples that the procedure ships, as they lie in the repository.</summary>
internal static class Samples
{
    private static readonly string Folder = Path.Combine(Repository.Procedures, HubClient.Canteen, "examples");

    public static JsonElement Read(string name) => JsonElement.Parse(File.ReadAllText(Directory.GetFiles(Folder, $"*-{name}.json").Single()));

    public static IReadOnlyList<JsonElement> All => [.. Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(file => JsonElement.Parse(File.ReadAllText(file)))];

    /// <summary>The request that lacks a document, for children of their own, and the message that brings it.</summary>
    public static (string Request, string Message) MissingDocument(int seed)
    {
        var sample = Read("piece-apportee-au-guichet");
        var request = JsonNode.Parse(sample.GetProperty("request").GetRawText())!;
        request["children"]![0]!["familyName"] = "Essai-" + string.Concat(seed.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));
        var message = sample.GetProperty("messages")[0];
        return (request.ToJsonString(), JsonSerializer.Serialize(new { name = message.GetProperty("name"), payload = message.GetProperty("payload") }));
    }
}
