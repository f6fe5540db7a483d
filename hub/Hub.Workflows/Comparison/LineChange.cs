namespace Hub.Workflows.Comparison;

/// <summary>One line of a text that differs: a line that is gone, a line that is new, or one near them that is the same.</summary>
/// <param name="Kind">Null means that both texts have the line.</param>
/// <param name="Before">Its number in the earlier text, from 1; null where that one does not have it.</param>
/// <param name="After">Its number in the later text, from 1; null where that one does not have it.</param>
/// <param name="Text">The line without its end.</param>
public sealed record LineChange(ChangeKind? Kind, int? Before, int? After, string Text);
