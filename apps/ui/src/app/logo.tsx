/** A mill's wheel above its race. */
export const Logo = ({ size = 26 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="var(--mantine-primary-color-filled)" />
    <g fill="none" stroke="var(--mantine-primary-color-contrast)" strokeWidth="2.4" strokeLinecap="round">
      <circle cx="16" cy="14" r="7" />
      <path d="M16 7v14M9 14h14M11.05 9.05l9.9 9.9M20.95 9.05l-9.9 9.9" strokeWidth="1.6" />
      <path d="M4 25c2 0 2-1.6 4-1.6s2 1.6 4 1.6 2-1.6 4-1.6 2 1.6 4 1.6 2-1.6 4-1.6 2 1.6 4 1.6" />
    </g>
  </svg>
);
