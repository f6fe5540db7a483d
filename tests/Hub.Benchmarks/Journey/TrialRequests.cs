using System.Text;
using System.Text.Json;

namespace Hub.Benchmarks.Journey;

/// <summary>Valid documents of <c>bench.request</c>, about 490 bytes each, the same in every run. Nobody in them exists.</summary>
internal static class TrialRequests
{
    private const int Count = 64;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Days = ["monday", "tuesday", "thursday", "friday"];

    /// <summary>The schemas' folder, for <c>HUB__SCHEMAS</c>.</summary>
    public static string Schemas { get; } = Path.Combine(Repository.Benchmarks, "Journey", "schemas");

    public static string SchemaFile { get; } = Path.Combine(Schemas, "bench", "request", "v1", "schema.json");

    /// <summary>Writes one document a line.</summary>
    public static string WriteLines(string folder)
    {
        var file = Path.Combine(folder, "bodies.jsonl");
        File.WriteAllLines(file, All().Select(Encoding.UTF8.GetString));
        return file;
    }

    public static IReadOnlyList<byte[]> All() => [.. Enumerable.Range(0, Count).Select(number => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            reference = Measuring.Machine.Text($"CS{20260000 + number}"),
            schoolYear = "2026-2027",
            unitCents = 310 + number,
            guardian = new
            {
                familyName = Measuring.Machine.Text($"Essai-Modèle {number}"),
                givenName = "Camille",
                email = Measuring.Machine.Text($"camille.essai{number}@exemple.fr"),
                postalCode = Measuring.Machine.Text($"{31000 + number}"),
            },
            children = Enumerable.Range(0, 2).Select(child => new
            {
                givenName = child == 0 ? "Noé" : "Inès",
                birthDate = Measuring.Machine.Text($"20{16 + child}-0{1 + child}-1{number % 10}"),
                school = "École élémentaire du Moulin",
                days = Days[..(2 + ((number + child) % 3))],
            }),
        },
        Plain))];
}
