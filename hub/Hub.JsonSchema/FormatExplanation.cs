namespace Hub.JsonSchema;

/// <summary>
/// Tells about a text (UTF-8, escapes already resolved) that has not a format: what was expected, what came and how to mend it. Must not
/// throw, and must not repeat the text: it may be personal data.
/// </summary>
public delegate BilingualText FormatExplanation(ReadOnlySpan<byte> utf8);
