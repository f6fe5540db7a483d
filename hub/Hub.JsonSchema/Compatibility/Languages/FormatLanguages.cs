namespace Hub.JsonSchema.Compatibility.Languages;

/// <summary>
/// What is known about the texts of a format: texts that surely have it, and a frame outside which none has it. Where both are the same
/// pattern, it is the format itself. A format that is not here is asked, never reasoned about.
/// </summary>
internal sealed record FormatLanguage(TextLanguage Surely, TextLanguage AtMost)
{
    private const string Date =
        @"(\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)";

    private const string Hour = @"([01]\d|2[0-3])";
    private const string DatePart = @"(\d+Y(\d+M(\d+D)?)?|\d+M(\d+D)?|\d+D)";
    private const string TimePart = @"T(\d+H(\d+M(\d+S)?)?|\d+M(\d+S)?|\d+S)";
    private const string Byte = @"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)";
    private const string Anything = "^[^]*$";
    private const string Label = "[a-z0-9]{1,30}";

    private static readonly Dictionary<string, (string Surely, string AtMost)> Patterns = new()
    {
        ["date"] = Exactly($"^{Date}$"),
        ["time"] = ($@"^{Hour}:[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]{Hour}:[0-5]\d)$", $@"^{Hour}:[0-5]\d:[0-6]\d(\.\d+)?([Zz]|[+-]{Hour}:[0-5]\d)$"),
        ["date-time"] = ($@"^{Date}T{Hour}:[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]{Hour}:[0-5]\d)$", $@"^{Date}[Tt]{Hour}:[0-5]\d:[0-6]\d(\.\d+)?([Zz]|[+-]{Hour}:[0-5]\d)$"),
        ["duration"] = Exactly($@"^P(\d+W|{DatePart}({TimePart})?|{TimePart})$"),
        ["uuid"] = Exactly("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"),
        ["ipv4"] = Exactly($@"^({Byte}\.){{3}}{Byte}$"),
        ["ipv6"] = ("^[1-9a-f][0-9a-f]{0,3}(:[1-9a-f][0-9a-f]{0,3}){7}$", "^[0-9A-Fa-f:.]+$"),
        ["json-pointer"] = Exactly("^(/([^~/]|~[01])*)*$"),
        ["relative-json-pointer"] = Exactly("^(0|[1-9][0-9]*)(#|(/([^~/]|~[01])*)*)$"),
        ["email"] = ($@"^{Label}(\.{Label})?@({Label}\.){{1,7}}[a-z]{{2,10}}$", "^[^]+@[^]+$"),
        ["idn-email"] = ($@"^{Label}(\.{Label})?@({Label}\.){{1,7}}[a-z]{{2,10}}$", "^[^]+@[^]+$"),
        ["hostname"] = ($@"^({Label}\.){{0,6}}[a-z]{{2,10}}$", "^[A-Za-z0-9.-]+$"),
        ["idn-hostname"] = ($@"^({Label}\.){{0,6}}[a-z]{{2,10}}$", "^[^]+$"),
        ["uri"] = ($"^https://{Label}[.]example(/{Label})*$", "^[A-Za-z][A-Za-z0-9+.-]*:[!-~]*$"),
        ["iri"] = ($"^https://{Label}[.]example(/{Label})*$", "^[A-Za-z][A-Za-z0-9+.-]*:[^]*$"),
        ["uri-reference"] = ($"^(https://{Label}[.]example)?(/{Label})*$", "^[!-~]*$"),
        ["iri-reference"] = ($"^(https://{Label}[.]example)?(/{Label})*$", Anything),
        ["uri-template"] = ($"^(/{Label})*$", Anything),
        ["regex"] = ("^[a-z0-9]*$", Anything),
    };

    /// <summary>Texts that have no format at all, and one of each kind that often has one.</summary>
    public static IReadOnlyList<string> Trials { get; } =
    [
        "", " ", "x", "\u0000", "é", "a b", "1", "-", "2026-02-30", "2026-09-01", "08:30:00Z", "2026-09-01T08:30:00Z", "P3D", "nom@example.org", "www.example.org", "192.0.2.1", "2001:db8::1",
        "https://example.org/page", "/page", "{x}", "{", "(", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "/a/0", "1/a",
        // What French administration writes: numbers with keys that no pattern tells.
        "75056", "13055", "75001", "13002", "0123456789", "+33612345678", "552100554", "356000000", "55210055400013", "35600000000048", "255081416802538", "FR1420041010050500013M02606",
    ];

    public bool IsExact => ReferenceEquals(Surely, AtMost);

    /// <summary>A new one for each asker: automata grow while they are used.</summary>
    public static FormatLanguage? Find(string name) => Patterns.TryGetValue(name, out var patterns) ? Create(patterns) : null;

    private static FormatLanguage Create((string Surely, string AtMost) patterns)
    {
        var surely = TextLanguage.Create(patterns.Surely);
        return new FormatLanguage(surely, patterns.Surely == patterns.AtMost ? surely : TextLanguage.Create(patterns.AtMost));
    }

    private static (string Surely, string AtMost) Exactly(string pattern) => (pattern, pattern);
}
