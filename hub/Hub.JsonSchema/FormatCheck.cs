namespace Hub.JsonSchema;

/// <summary>Tells whether the text (UTF-8, escapes already resolved) has the format. Must not throw and must end in time linear to its length.</summary>
public delegate bool FormatCheck(ReadOnlySpan<byte> utf8);
