namespace Hub.JsonSchema.Compilation;

/// <summary>The drafts, oldest first.</summary>
internal enum Draft
{
    V4,
    V6,
    V7,
    V201909,
    V202012,
}

/// <summary>The vocabularies of 2019-09 and 2020-12; older drafts have all but <see cref="Unevaluated"/>.</summary>
[Flags]
internal enum Vocabularies
{
    Core = 1,
    Applicator = 2,
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,
    FormatAnnotation = 32,
    FormatAssertion = 64,
    Content = 128,
    Format = FormatAnnotation | FormatAssertion,
    Standard = Core | Applicator | Unevaluated | Validation | MetaData | FormatAnnotation | Content,
}
