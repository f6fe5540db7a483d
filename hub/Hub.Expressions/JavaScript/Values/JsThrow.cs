namespace Hub.Expressions.JavaScript.Values;

/// <summary>A <c>throw</c> of the script on its way to a <c>catch</c>.</summary>
internal sealed class JsThrow(JsValue value, int position) : Exception
{
    public JsValue Value { get; } = value;

    /// <summary>Offset in the source of what was running.</summary>
    public int Position { get; } = position;
}
