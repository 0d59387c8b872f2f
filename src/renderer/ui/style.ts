/** Classes that fields share. */
export const inputClass =
  'h-7.5 w-full min-w-0 rounded-md border border-line bg-panel px-2.5 text-text placeholder:text-faint aria-invalid:border-failed'

export const primaryClass =
  'btn border-accent bg-accent text-panel hover:bg-accent hover:opacity-90 focus-visible:outline-offset-2 aria-[disabled=true]:border-line aria-[disabled=true]:bg-panel aria-[disabled=true]:text-faint aria-[disabled=true]:hover:opacity-100'
