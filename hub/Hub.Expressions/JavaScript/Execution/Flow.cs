namespace Hub.Expressions.JavaScript.Execution;

/// <summary>How a statement ended; a jump's label lies in <see cref="Frame.JumpLabel"/>, a returned value in <see cref="Frame.Result"/>.</summary>
internal enum Flow
{
    Normal,
    Break,
    Continue,
    Return,
}
