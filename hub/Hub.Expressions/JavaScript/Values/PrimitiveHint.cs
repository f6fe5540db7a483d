namespace Hub.Expressions.JavaScript.Values;

/// <summary>What an object is asked to become.</summary>
internal enum PrimitiveHint
{
    Default,
    Number,
    String,
}
