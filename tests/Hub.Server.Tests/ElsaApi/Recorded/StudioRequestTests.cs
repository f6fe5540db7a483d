using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Server.Tests.Architecture;

namespace Hub.Server.Tests.ElsaApi.Recorded;

/// <summary>
/// Every request that was recorded from Elsa's Studio 3.8.2, sent again as its client wrote it. Each answer must have the form that
/// the client reads; <c>studio-requests.json</c> holds requests and forms, one row a request.
/// </summary>
[Collection(DesignerHubGroup.Name)]
public sealed class StudioRequestTests(DesignerHub hub)
{
    private static readonly JsonElement File = JsonElement.Parse(System.IO.File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Hub.Server.Tests", "ElsaApi", "Recorded", "studio-requests.json")));

    private readonly RecordedDefinitions things = new(hub);
    private readonly List<string> wrong = [];

    public static TheoryData<string> Requests
    {
        get
        {
            var ids = new TheoryData<string>();
            foreach (var id in Ids)
            {
                ids.Add(id);
            }

            return ids;
        }
    }

    private static IEnumerable<string> Ids => File.GetProperty("requests").EnumerateArray().Select(row => row.GetProperty("id").GetString()!); // each has one

    [Fact]
    public void Requests_Recorded_AreAllThere()
    {
        string[] groups = ["L", "E", "I", "V"];
        int[] counts = [15, 24, 7, 13];
        var numbers = Ids.Select(id => id.TrimEnd('a', 'b', 'c', 'd')).ToHashSet();

        Assert.Equal(groups.Zip(counts).SelectMany(group => Enumerable.Range(1, group.Second).Select(number => $"{group.First}{number}")).Order(), numbers.Order());
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_AsRecorded_IsAnsweredInTheFormThatTheStudioReads(string id)
    {
        var row = File.GetProperty("requests").EnumerateArray().Single(request => request.GetProperty("id").GetString() == id);
        foreach (var name in Texts(row, "needs"))
        {
            await things.ValueAsync(name);
        }

        var answer = await SendAsync(row);

        var status = row.GetProperty("status").GetInt32();
        Assert.True((int)answer.Status == status, $"{(int)answer.Status} came, {status} is expected: {answer.Text}");
        await CheckAsync(row, answer);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task<HttpAnswer> SendAsync(JsonElement row)
    {
        var words = row.GetProperty("request").GetString()!.Split(' ', 2); // a text of two words
        var path = await things.FillAsync(words[1], Uri.EscapeDataString);
        using var request = new HttpRequestMessage(new HttpMethod(words[0]), path.StartsWith("%2F", StringComparison.Ordinal) ? Uri.UnescapeDataString(path) : $"/elsa/api{path}");
        request.Headers.Accept.ParseAdd("*/*");
        if (row.TryGetProperty("body", out var body))
        {
            // Written anew as the client's serializer writes: without spaces, and with escapes for what is not ASCII.
            request.Content = new StringContent(await things.FillAsync(JsonSerializer.Serialize(body), text => JsonSerializer.Serialize(text)[1..^1]), Encoding.UTF8, "application/json");
        }

        if (row.TryGetProperty("form", out var form))
        {
            var file = new StringContent(await things.FillAsync(form.GetString()!, text => text), Encoding.UTF8, "application/json"); // a text
            request.Content = new MultipartFormDataContent { { file, "files", "instance.json" } };
        }

        using var response = await hub.Client.SendAsync(request);
        return await HttpAnswer.OfAsync(response);
    }

    private async Task CheckAsync(JsonElement row, HttpAnswer answer)
    {
        if (row.GetProperty("status").GetInt32() == 204 || row.TryGetProperty("empty", out _))
        {
            Assert.Empty(answer.Bytes);
            return;
        }

        var type = MediaTypeHeaderValue.Parse(answer.Headers["Content-Type"]);
        if (row.TryGetProperty("file", out var name))
        {
            var disposition = ContentDispositionHeaderValue.Parse(answer.Headers["Content-Disposition"]);
            Assert.Equal("attachment", disposition.DispositionType);
            Assert.Matches("^" + Regex.Escape(name.GetString()!).Replace("\\{slug}", "[a-z0-9-]+", StringComparison.Ordinal) + "$", disposition.FileName!.Trim('"')); // both are texts
        }

        if (row.TryGetProperty("entries", out var entries))
        {
            using var zip = new ZipArchive(new MemoryStream(answer.Bytes));
            Assert.Equal(entries.GetInt32(), zip.Entries.Count);
            return;
        }

        if (row.TryGetProperty("text", out var text))
        {
            Assert.Equal(row.GetProperty("type").GetString(), type.MediaType);
            Assert.Contains(text.GetString()!, answer.Text, StringComparison.Ordinal); // a text
            return;
        }

        Assert.Equal("application/json", type.MediaType);
        foreach (var header in row.TryGetProperty("headers", out var headers) ? headers.EnumerateObject().ToArray() : [])
        {
            Assert.True(answer.Headers.TryGetValue(header.Name, out var given) && given.Length > 0 && (header.Value.GetString() == "text" || header.Value.GetString() == given), $"{header.Name}: {given ?? "missing"}");
        }

        wrong.AddRange(new Shape(File.GetProperty("shapes")).Differences(row.GetProperty("answer"), answer.Json));
        foreach (var claim in Texts(row, "holds"))
        {
            var filled = await things.FillAsync(claim, value => value);
            if (!Holds(answer.Json, filled))
            {
                wrong.Add($"{filled} does not hold");
            }
        }

        foreach (var claim in Texts(row, "lacks"))
        {
            var filled = await things.FillAsync(claim, value => value);
            if (Holds(answer.Json, filled))
            {
                wrong.Add($"{filled} holds");
            }
        }
    }

    /// <summary>Whether some value at a place, where <c>*</c> is any position, is what the claim says.</summary>
    private static bool Holds(JsonElement json, string claim)
    {
        var (place, expected) = (claim[..claim.IndexOf('=', StringComparison.Ordinal)], claim[(claim.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        IEnumerable<JsonElement> found = [json];
        foreach (var step in place.Split('/')[1..])
        {
            found = found.SelectMany(value => Inside(value, step)).ToArray();
        }

        return found.Any(value => (value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()) == expected);
    }

    private static IEnumerable<JsonElement> Inside(JsonElement value, string step) => value.ValueKind switch
    {
        JsonValueKind.Array when step == "*" => value.EnumerateArray(),
        JsonValueKind.Array when int.TryParse(step, out var place) && place < value.GetArrayLength() => [value[place]],
        JsonValueKind.Object when value.TryGetProperty(step, out var member) => [member],
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonElement row, string member) =>
        row.TryGetProperty(member, out var texts) ? texts.EnumerateArray().Select(text => text.GetString()!) : []; // each is a text
}
